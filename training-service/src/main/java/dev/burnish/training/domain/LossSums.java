package dev.burnish.training.domain;

/**
 * Sums over learned tokens, or over pairs, so that parts add up to the whole.
 *
 * @param loss negative log likelihood, or preference loss, in nats
 * @param count of tokens or pairs
 * @param correct tokens ranked first, or pairs ranked as wished better than by the base model
 */
public record LossSums(double loss, long count, long correct) {

    public static final LossSums ZERO = new LossSums(0, 0, 0);

    public LossSums plus(LossSums other) {
        return new LossSums(loss + other.loss, count + other.count, correct + other.correct);
    }

    public double meanLoss() {
        return loss / count;
    }

    public double accuracy() {
        return (double) correct / count;
    }
}
