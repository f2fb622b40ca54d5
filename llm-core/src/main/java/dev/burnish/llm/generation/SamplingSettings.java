package dev.burnish.llm.generation;

import java.util.Set;

/**
 * How the next token is chosen and when to stop.
 *
 * @param temperature 0 for the most likely token, else what logits are divided by, up to 2
 * @param truncation which tokens are drawn from
 * @param penalties changes of logits before that
 * @param maxTokens at most that many tokens are generated
 * @param seed of the draw
 * @param stopTokens generation ends with one of these, which is not part of the text
 * @param logprobs of how many of the most likely tokens the log probability is told beside the chosen one's, 0 to {@value
 *     #MOST_LOGPROBS}; {@value #NO_LOGPROBS} to tell none
 */
public record SamplingSettings(
        double temperature,
        Truncation truncation,
        Penalties penalties,
        int maxTokens,
        long seed,
        Set<Integer> stopTokens,
        int logprobs) {

    public static final int NO_LOGPROBS = -1;
    public static final int MOST_LOGPROBS = 20;

    public SamplingSettings {
        require(temperature >= 0 && temperature <= 2, "temperature must be in [0, 2], not " + temperature);
        require(maxTokens >= 1, "maxTokens must be at least 1, not " + maxTokens);
        require(
                logprobs >= NO_LOGPROBS && logprobs <= MOST_LOGPROBS,
                "logprobs must be at most " + MOST_LOGPROBS + ", not " + logprobs);
        stopTokens = Set.copyOf(stopTokens);
    }

    /** Without penalties, and of all truncations only the nucleus. */
    public SamplingSettings(double temperature, double topP, int maxTokens, long seed, Set<Integer> stopTokens) {
        this(temperature, new Truncation(0, topP, 0), Penalties.NONE, maxTokens, seed, stopTokens, NO_LOGPROBS);
    }

    /** Always the most likely token. */
    public static SamplingSettings greedy(int maxTokens, Set<Integer> stopTokens) {
        return new SamplingSettings(0, 1, maxTokens, 0, stopTokens);
    }

    static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
