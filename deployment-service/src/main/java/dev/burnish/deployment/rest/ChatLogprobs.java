package dev.burnish.deployment.rest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.burnish.deployment.domain.PlacedScore;
import dev.burnish.deployment.domain.TokenLogprob;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Log probabilities in the words of chat completions. */
record ChatLogprobs(List<Token> content, @Nullable Object refusal) {
    static ChatLogprobs of(List<PlacedScore> scores) {
        return new ChatLogprobs(scores.stream().map(Token::of).toList(), null);
    }

    /** A token of the answer. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Token(String token, double logprob, @Nullable List<Integer> bytes, List<Alternative> topLogprobs) {
        private static Token of(PlacedScore placed) {
            TokenLogprob chosen = placed.score().chosen();
            return new Token(
                    chosen.token().text(),
                    chosen.logprob(),
                    chosen.token().bytes(),
                    placed.score().likeliest().stream().map(Alternative::of).toList());
        }
    }

    /** A token that could have come in its place. */
    record Alternative(
            String token, double logprob, @Nullable List<Integer> bytes) {
        private static Alternative of(TokenLogprob likely) {
            return new Alternative(
                    likely.token().text(), likely.logprob(), likely.token().bytes());
        }
    }
}
