package dev.burnish.contracts;

import org.jspecify.annotations.Nullable;

/**
 * The hyperparameters with every {@code auto} resolved.
 *
 * @param epochs passes over the training examples
 * @param batchSize examples per optimizer step
 * @param learningRateMultiplier multiplies the base learning rate
 * @param beta of dpo jobs: how strongly the model is held to its base; null for others
 */
public record TrainingPlan(
        int epochs,
        int batchSize,
        double learningRateMultiplier,
        @Nullable Double beta) {
    /** Of a supervised job. */
    public TrainingPlan(int epochs, int batchSize, double learningRateMultiplier) {
        this(epochs, batchSize, learningRateMultiplier, null);
    }
}
