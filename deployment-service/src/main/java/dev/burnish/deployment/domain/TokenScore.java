package dev.burnish.deployment.domain;

import java.util.List;

/**
 * How likely the model finds a token of an answer.
 *
 * @param likeliest the most likely tokens in its place, in falling order, as many as were asked for
 */
public record TokenScore(TokenLogprob chosen, List<TokenLogprob> likeliest) {
    public TokenScore {
        likeliest = List.copyOf(likeliest);
    }
}
