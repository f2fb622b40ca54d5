package dev.burnish.llm.generation;

import java.util.List;

/**
 * Natural logarithms of what the model finds likely, before penalties and temperature.
 *
 * @param chosen of the chosen token
 * @param likeliest of the most likely tokens, in falling order
 */
public record TokenLogprobs(double chosen, List<Alternative> likeliest) {

    public TokenLogprobs {
        likeliest = List.copyOf(likeliest);
    }

    /** A token that could have come. */
    public record Alternative(int token, double logprob) {}
}
