package dev.burnish.contracts;

/**
 * How well a model ranks the validation pairs.
 *
 * @param accuracy share of pairs whose preferred answer has a higher log probability than the other one, 0 to 1
 * @param loss mean of −log σ(β · margin), in nats, where the margin is how much more the model prefers the preferred answer than its base does;
 *     ln 2 for the base itself
 */
public record PreferenceScores(double accuracy, double loss) {}
