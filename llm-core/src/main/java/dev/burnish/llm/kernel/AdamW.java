package dev.burnish.llm.kernel;

/**
 * Settings of one AdamW update, as torch.optim.AdamW defines it.
 *
 * @param step counts from 1
 */
public record AdamW(int step, double learningRate, double beta1, double beta2, double weightDecay) {

    private static final double EPSILON = 1e-8;

    double[] values() {
        return new double[] {step, learningRate, beta1, beta2, weightDecay, EPSILON};
    }
}
