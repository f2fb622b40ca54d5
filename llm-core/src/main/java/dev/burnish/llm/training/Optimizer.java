package dev.burnish.llm.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.burnish.llm.kernel.AdamW;
import dev.burnish.llm.kernel.Kernels;
import java.util.List;

/** AdamW over fp32 parameters, with clipping of the gradients by their global norm. Weight decay spares vectors. */
final class Optimizer {

    private static final double BETA1 = 0.9;

    private final double beta2;
    private final double maxGradientNorm;
    private final NDList gradients;
    private final List<Group> groups;
    private int step;

    private record Group(double weightDecay, NDList parameters, NDList gradients, NDList first, NDList second) {

        Group(double weightDecay) {
            this(weightDecay, new NDList(), new NDList(), new NDList(), new NDList());
        }
    }

    /**
     * @param memory that the optimizer's state lives in
     * @param gradients sums over tokens, filled by the kernels before each step and cleared by it
     */
    Optimizer(
            NDManager memory,
            NDList parameters,
            NDList gradients,
            double beta2,
            double weightDecay,
            double maxGradientNorm) {
        this.beta2 = beta2;
        this.maxGradientNorm = maxGradientNorm;
        this.gradients = gradients;
        Group matrices = new Group(weightDecay);
        Group vectors = new Group(0);
        for (int i = 0; i < parameters.size(); i++) {
            NDArray parameter = parameters.get(i);
            Group group = parameter.getShape().dimension() > 1 ? matrices : vectors;
            group.parameters().add(parameter);
            group.gradients().add(gradients.get(i));
            group.first().add(memory.zeros(parameter.getShape(), DataType.FLOAT32));
            group.second().add(memory.zeros(parameter.getShape(), DataType.FLOAT32));
        }
        groups = List.of(matrices, vectors);
    }

    /**
     * Applies the mean gradient per learned token and clears the gradients.
     *
     * @param summedLoss of the same tokens, checked with the gradients
     * @return the global norm of the mean gradient before clipping
     * @throws TrainingDivergedException if loss or norm is not finite; no parameter has changed then
     */
    double step(double learningRate, double summedLoss, long learnedTokens) throws TrainingDivergedException {
        step++;
        double norm = Kernels.get().clip(gradients, maxGradientNorm, learnedTokens);
        if (!Double.isFinite(norm) || !Double.isFinite(summedLoss)) {
            throw new TrainingDivergedException(step, summedLoss / learnedTokens, norm);
        }
        for (Group group : groups) {
            if (!group.parameters().isEmpty()) {
                AdamW settings = new AdamW(step, learningRate, BETA1, beta2, group.weightDecay());
                Kernels.get().adamw(group.parameters(), group.gradients(), group.first(), group.second(), settings);
            }
        }
        return norm;
    }

    /** Steps taken so far. */
    int steps() {
        return step;
    }
}
