package dev.burnish.ingestion.domain;

import org.jspecify.annotations.Nullable;

/**
 * How to train; null means {@code auto}: not chosen yet.
 *
 * @param epochs 1 to 50
 * @param batchSize 1 to 256
 * @param learningRateMultiplier above 0
 * @param beta of dpo jobs only: above 0, at most 2
 */
public record Hyperparameters(
        @Nullable Integer epochs,
        @Nullable Integer batchSize,
        @Nullable Double learningRateMultiplier,
        @Nullable Double beta) {
    public static final Hyperparameters AUTO = new Hyperparameters(null, null, null, null);

    public Hyperparameters withBeta(@Nullable Double newBeta) {
        return new Hyperparameters(epochs, batchSize, learningRateMultiplier, newBeta);
    }
}
