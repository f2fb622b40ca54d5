package dev.burnish.ingestion.domain;

import org.jspecify.annotations.Nullable;

/**
 * How to train; null means {@code auto}: not chosen yet.
 *
 * @param epochs 1 to 50
 * @param batchSize 1 to 256
 * @param learningRateMultiplier above 0
 */
public record Hyperparameters(
        @Nullable Integer epochs,
        @Nullable Integer batchSize,
        @Nullable Double learningRateMultiplier) {
    public static final Hyperparameters AUTO = new Hyperparameters(null, null, null);
}
