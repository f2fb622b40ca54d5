package dev.burnish.contracts;

import org.jspecify.annotations.Nullable;

/**
 * As the user asked for them; null means {@code auto}, to be chosen once the examples are counted.
 *
 * @param epochs 1 to 50
 * @param batchSize examples per optimizer step, 1 to 256
 * @param learningRateMultiplier above 0; multiplies the base learning rate
 * @param beta of dpo jobs only: how strongly the model is held to its base, above 0, at most 2
 */
public record Hyperparameters(
        @Nullable Integer epochs,
        @Nullable Integer batchSize,
        @Nullable Double learningRateMultiplier,
        @Nullable Double beta) {

    public static final Hyperparameters AUTO = new Hyperparameters(null, null, null);

    /** What {@code auto} means for beta. */
    public static final double AUTO_BETA = 0.1;

    /** Those of a supervised job. */
    public Hyperparameters(
            @Nullable Integer epochs, @Nullable Integer batchSize, @Nullable Double learningRateMultiplier) {
        this(epochs, batchSize, learningRateMultiplier, null);
    }

    /** Beta as a number. */
    public double resolvedBeta() {
        return beta == null ? AUTO_BETA : beta;
    }
}
