package dev.burnish.deployment.domain;

import java.util.Map;

/**
 * What changes logits before a token is chosen.
 *
 * @param presence -2 to 2; what the logit of each token of the answer is lowered by
 * @param frequency -2 to 2; what it is lowered by for each time the token occurs in the answer
 * @param repetition 0.1 to 10; what the logit of each token of prompt and answer is divided by where positive, else multiplied with
 * @param logitBias what is added to the logits of some tokens, each -100 to 100
 */
public record Penalties(double presence, double frequency, double repetition, Map<Integer, Double> logitBias) {
    public static final Penalties NONE = new Penalties(0, 0, 1, Map.of());

    public Penalties {
        Sampling.requireRange("presence_penalty", presence, -2, 2);
        Sampling.requireRange("frequency_penalty", frequency, -2, 2);
        Sampling.requireRange("repetition_penalty", repetition, 0.1, 10);
        logitBias = Map.copyOf(logitBias);
        logitBias.forEach((token, bias) -> Sampling.requireRange("logit_bias of token " + token, bias, -100, 100));
    }
}
