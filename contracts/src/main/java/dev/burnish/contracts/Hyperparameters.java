package dev.burnish.contracts;

import org.jspecify.annotations.Nullable;

/**
 * As the user asked for them; null means {@code auto}, to be chosen once the examples are counted.
 *
 * @param epochs 1 to 50
 * @param batchSize examples per optimizer step, 1 to 256
 * @param learningRateMultiplier above 0; multiplies the base learning rate
 */
public record Hyperparameters(
        @Nullable Integer epochs,
        @Nullable Integer batchSize,
        @Nullable Double learningRateMultiplier) {

    public static final Hyperparameters AUTO = new Hyperparameters(null, null, null);
}
