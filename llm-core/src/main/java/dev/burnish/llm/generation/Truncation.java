package dev.burnish.llm.generation;

/**
 * Which tokens are drawn from: what all three leave. The most likely token always stays.
 *
 * @param topK only that many of the most likely tokens; 0 for all
 * @param topP only the most likely tokens that together reach this share of what topK leaves, in (0, 1] (Holtzman et al., "The curious
 *     case of neural text degeneration", 2020)
 * @param minP only tokens at least this many times as likely as the most likely one, in [0, 1]; 0 for all (Nguyen et al., "Min-p
 *     sampling", 2024)
 */
public record Truncation(int topK, double topP, double minP) {

    /** All tokens. */
    public static final Truncation NONE = new Truncation(0, 1, 0);

    public Truncation {
        SamplingSettings.require(topK >= 0, "topK must be at least 0, not " + topK);
        SamplingSettings.require(topP > 0 && topP <= 1, "topP must be in (0, 1], not " + topP);
        SamplingSettings.require(minP >= 0 && minP <= 1, "minP must be in [0, 1], not " + minP);
    }
}
