package dev.burnish.contracts;

/**
 * The hyperparameters with every {@code auto} resolved.
 *
 * @param epochs passes over the training examples
 * @param batchSize examples per optimizer step
 * @param learningRateMultiplier multiplies the base learning rate
 */
public record TrainingPlan(int epochs, int batchSize, double learningRateMultiplier) {}
