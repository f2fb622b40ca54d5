package dev.burnish.deployment.domain;

import java.util.Map;

/**
 * How the next token is chosen.
 *
 * @param temperature 0 to 2; 0 always takes the most probable token
 * @param topP 0 to 1; the smallest set of most probable tokens that reaches this probability is drawn from
 * @param presencePenalty -2 to 2; what the logit of each token of the answer is lowered by
 * @param frequencyPenalty -2 to 2; what it is lowered by for each time the token occurs in the answer
 * @param logitBias what is added to the logits of some tokens, each -100 to 100
 */
public record Sampling(
        double temperature,
        double topP,
        double presencePenalty,
        double frequencyPenalty,
        Map<Integer, Double> logitBias,
        long seed) {
    public static final Sampling GREEDY = new Sampling(0, 1, 0);

    public Sampling {
        requireRange("temperature", temperature, 0, 2);
        requireRange("top_p", topP, 0, 1);
        requireRange("presence_penalty", presencePenalty, -2, 2);
        requireRange("frequency_penalty", frequencyPenalty, -2, 2);
        logitBias = Map.copyOf(logitBias);
        logitBias.forEach((token, bias) -> requireRange("logit_bias of token " + token, bias, -100, 100));
    }

    /** Without penalties. */
    public Sampling(double temperature, double topP, long seed) {
        this(temperature, topP, 0, 0, Map.of(), seed);
    }

    private static void requireRange(String name, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException("%s is %s, must be %s to %s".formatted(name, value, min, max));
        }
    }

    /** The same, with a seed of its own for one of several answers. */
    public Sampling forChoice(int choice) {
        return new Sampling(temperature, topP, presencePenalty, frequencyPenalty, logitBias, seed + choice);
    }
}
