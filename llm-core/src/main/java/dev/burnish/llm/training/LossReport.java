package dev.burnish.llm.training;

/**
 * Loss of a model on examples, as sums, so that reports of parts add up.
 *
 * @param negativeLogLikelihood summed over the learned tokens, in nats
 * @param learnedTokens how many tokens were predicted
 * @param correctTokens how many of them had the highest logit
 */
public record LossReport(double negativeLogLikelihood, long learnedTokens, long correctTokens) {

    /** Nats per learned token; NaN without any. */
    public double meanLoss() {
        return learnedTokens == 0 ? Double.NaN : negativeLogLikelihood / learnedTokens;
    }

    /** {@code exp(meanLoss)}. */
    public double perplexity() {
        return Math.exp(meanLoss());
    }

    /** Share of learned tokens that had the highest logit; NaN without any. */
    public double tokenAccuracy() {
        return learnedTokens == 0 ? Double.NaN : (double) correctTokens / learnedTokens;
    }
}
