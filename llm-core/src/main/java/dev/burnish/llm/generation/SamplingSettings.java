package dev.burnish.llm.generation;

import java.util.Set;

/**
 * How the next token is chosen and when to stop.
 *
 * @param temperature 0 for the most likely token, else what logits are divided by, up to 2
 * @param topP only the most likely tokens that together reach this probability are drawn from, in (0, 1]
 * @param maxTokens at most that many tokens are generated
 * @param seed of the draw
 * @param stopTokens generation ends with one of these, which is not part of the text
 */
public record SamplingSettings(double temperature, double topP, int maxTokens, long seed, Set<Integer> stopTokens) {

    public SamplingSettings {
        require(temperature >= 0 && temperature <= 2, "temperature must be in [0, 2], not " + temperature);
        require(topP > 0 && topP <= 1, "topP must be in (0, 1], not " + topP);
        require(maxTokens >= 1, "maxTokens must be at least 1, not " + maxTokens);
        stopTokens = Set.copyOf(stopTokens);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Always the most likely token. */
    public static SamplingSettings greedy(int maxTokens, Set<Integer> stopTokens) {
        return new SamplingSettings(0, 1, maxTokens, 0, stopTokens);
    }
}
