package dev.burnish.deployment.rest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.burnish.deployment.domain.PlacedScore;
import dev.burnish.deployment.domain.TokenLogprob;
import dev.burnish.deployment.domain.TokenScore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Log probabilities in the words of completions, a place of each list for a token.
 *
 * @param topLogprobs the likeliest tokens in falling order, and the token itself where it is none of them
 * @param textOffset where each token's text begins in the choice's text, in code points
 */
@JsonNaming(SnakeCaseStrategy.class)
record TextLogprobs(
        List<String> tokens,
        List<Double> tokenLogprobs,
        List<Map<String, Double>> topLogprobs,
        List<Integer> textOffset) {
    static TextLogprobs of(List<PlacedScore> scores) {
        List<TokenLogprob> chosen =
                scores.stream().map(placed -> placed.score().chosen()).toList();
        return new TextLogprobs(
                chosen.stream().map(token -> token.token().text()).toList(),
                chosen.stream().map(TokenLogprob::logprob).toList(),
                scores.stream().map(PlacedScore::score).map(TextLogprobs::top).toList(),
                scores.stream().map(PlacedScore::offset).toList());
    }

    /** Of tokens with the same text, such as parts of characters, the likeliest. */
    private static Map<String, Double> top(TokenScore score) {
        Map<String, Double> top = new LinkedHashMap<>();
        for (TokenLogprob likely : score.likeliest()) {
            top.putIfAbsent(likely.token().text(), likely.logprob());
        }
        top.putIfAbsent(score.chosen().token().text(), score.chosen().logprob());
        return top;
    }
}
