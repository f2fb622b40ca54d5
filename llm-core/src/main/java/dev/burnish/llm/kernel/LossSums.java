package dev.burnish.llm.kernel;

/**
 * Sums over the learned tokens of a batch.
 *
 * @param loss negative log likelihood in nats
 * @param correct how many tokens had the highest logit
 */
public record LossSums(double loss, long correct) {

    public LossSums plus(LossSums other) {
        return new LossSums(loss + other.loss, correct + other.correct);
    }

    public static final LossSums ZERO = new LossSums(0, 0);
}
