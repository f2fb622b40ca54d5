package dev.burnish.llm.training;

/**
 * How an adapter is trained.
 *
 * @param epochs passes over the examples, at least 1
 * @param batchSize examples per optimizer step, at least 1
 * @param learningRate highest learning rate, reached after the warm-up and then lowered linearly to 0
 * @param warmupRatio share of all steps that warm up, in [0, 1)
 * @param maxGradientNorm gradients are clipped to this global norm
 * @param seed of the order of examples and of dropout
 */
public record TrainingSettings(
        int epochs, int batchSize, double learningRate, double warmupRatio, double maxGradientNorm, long seed) {

    public TrainingSettings {
        require(epochs >= 1, "epochs must be at least 1, not " + epochs);
        require(batchSize >= 1, "batchSize must be at least 1, not " + batchSize);
        require(learningRate > 0 && learningRate < 1, "learningRate must be in (0, 1), not " + learningRate);
        require(warmupRatio >= 0 && warmupRatio < 1, "warmupRatio must be in [0, 1), not " + warmupRatio);
        require(maxGradientNorm > 0, "maxGradientNorm must be positive, not " + maxGradientNorm);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** The learning rate of a step, counted from 1. */
    double learningRate(int step, int totalSteps) {
        int warmup = (int) Math.ceil(warmupRatio * totalSteps);
        if (step <= warmup) {
            return learningRate * step / warmup;
        }
        return learningRate * (totalSteps - step + 1) / (totalSteps - warmup + 1);
    }
}
