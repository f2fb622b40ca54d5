package dev.burnish.evaluation.domain;

/**
 * Sums over learned tokens, so that parts add up to the whole.
 *
 * @param loss negative log likelihood, in nats
 */
public record LossSums(double loss, long tokens) {

    public static final LossSums ZERO = new LossSums(0, 0);

    public LossSums plus(LossSums other) {
        return new LossSums(loss + other.loss, tokens + other.tokens);
    }

    public double mean() {
        return loss / tokens;
    }

    /** e to the mean, and a number that JSON can say even where that is beyond all numbers. */
    public double perplexity() {
        return Math.min(Math.exp(mean()), Double.MAX_VALUE);
    }
}
