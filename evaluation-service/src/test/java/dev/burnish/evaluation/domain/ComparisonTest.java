package dev.burnish.evaluation.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.contracts.Scores;
import dev.burnish.llm.text.ChatMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void weighsLossesByTokensAndCountsExactAnswers() {
        LossSums base = new LossSums(6, 2).plus(new LossSums(2, 2));
        LossSums tuned = new LossSums(0, 4);
        List<Sample> samples = List.of(
                sample("yes", "no", "yes"),
                sample("yes", " yes\n", "\tyes "),
                sample("a  b", "a b", "a  b"),
                sample("No", "no", "no"));
        assertThat(Comparison.of(9, base, tuned, samples))
                .isEqualTo(new Comparison(9, 4, new Scores(2, Math.exp(2), 0.25), new Scores(0, 1, 0.75), samples));
    }

    @Test
    void staysANumberWhenTheLossIsHuge() {
        assertThat(new LossSums(4_000, 2).perplexity()).isFinite();
    }

    private static Sample sample(String expected, String base, String tuned) {
        return new Sample(List.of(ChatMessage.user("?")), expected, base, tuned);
    }
}
