package dev.burnish.deployment.domain;

/**
 * Which tokens are drawn from: what all three leave.
 *
 * @param topK only that many of the most probable tokens; 0 for all
 * @param topP 0 to 1; the smallest set of most probable tokens that reaches this probability
 * @param minP 0 to 1; only tokens at least this many times as probable as the most probable one
 */
public record Truncation(int topK, double topP, double minP) {
    public static final Truncation NONE = new Truncation(0, 1, 0);

    public Truncation {
        Sampling.requireRange("top_k", topK, 0, Integer.MAX_VALUE);
        Sampling.requireRange("top_p", topP, 0, 1);
        Sampling.requireRange("min_p", minP, 0, 1);
    }
}
