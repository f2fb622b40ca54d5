package dev.burnish.llm.generation;

import java.util.Map;

/**
 * Changes of logits before the temperature divides them.
 *
 * @param repetition what the logit of each token of prompt and answer is divided by where positive, else multiplied with, above 0; 1
 *     changes nothing (Keskar et al., "CTRL", 2019, as transformers applies it)
 * @param presence what the logit of each token of the answer is lowered by, in [-2, 2] (OpenAI's formula)
 * @param frequency what it is lowered by for each time it occurs in the answer, in [-2, 2] (OpenAI's formula)
 * @param bias what is added to the logits of some tokens, each in [-100, 100]
 */
public record Penalties(double repetition, double presence, double frequency, Map<Integer, Double> bias) {

    /** No change. */
    public static final Penalties NONE = new Penalties(1, 0, 0, Map.of());

    public Penalties {
        SamplingSettings.require(
                repetition > 0 && Double.isFinite(repetition), "repetition must be above 0, not " + repetition);
        SamplingSettings.require(Math.abs(presence) <= 2, "presence must be in [-2, 2], not " + presence);
        SamplingSettings.require(Math.abs(frequency) <= 2, "frequency must be in [-2, 2], not " + frequency);
        bias = Map.copyOf(bias);
        bias.forEach((token, value) -> SamplingSettings.require(
                token >= 0 && Math.abs(value) <= 100,
                "the bias of token " + token + " must be in [-100, 100], not " + value));
    }
}
