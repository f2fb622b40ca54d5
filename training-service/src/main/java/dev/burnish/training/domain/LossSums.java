package dev.burnish.training.domain;

/**
 * Sums over learned tokens, so that parts add up to the whole.
 *
 * @param loss negative log likelihood, in nats
 * @param correctTokens those ranked first
 */
public record LossSums(double loss, long tokens, long correctTokens) {

    public static final LossSums ZERO = new LossSums(0, 0, 0);

    public LossSums plus(LossSums other) {
        return new LossSums(loss + other.loss, tokens + other.tokens, correctTokens + other.correctTokens);
    }

    public double meanLoss() {
        return loss / tokens;
    }

    public double tokenAccuracy() {
        return (double) correctTokens / tokens;
    }
}
