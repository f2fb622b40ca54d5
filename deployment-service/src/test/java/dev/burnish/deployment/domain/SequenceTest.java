package dev.burnish.deployment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.llm.text.ChatMessage.ToolCall;
import dev.burnish.llm.text.TokenText;
import dev.burnish.llm.text.ToolCallFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SequenceTest {
    private final List<GenerationEvent> events = new ArrayList<>();

    @Test
    void passesTextAndCountsTokens() {
        Sequence sequence = sequence(List.of());

        sequence.start();
        assertThat(sequence.accept("Hel")).isTrue();
        assertThat(sequence.accept("")).isTrue();
        assertThat(sequence.accept("lo")).isTrue();
        sequence.finish("\uFFFD", Finish.LENGTH);

        assertThat(events)
                .containsExactly(
                        new GenerationEvent.Started(0),
                        new GenerationEvent.Text(0, "Hel"),
                        new GenerationEvent.Text(0, "lo"),
                        new GenerationEvent.Text(0, "\uFFFD"),
                        new GenerationEvent.Finished(0, Finish.LENGTH, 3));
        assertThat(sequence.timeToFirstToken()).isPresent();
    }

    @Test
    void endsAtAStopSequenceWhateverTheEngineSays() {
        Sequence sequence = sequence(List.of("\n\n"));

        assertThat(sequence.accept("one\n")).isTrue();
        assertThat(sequence.accept("\ntwo")).isFalse();
        sequence.finish("", Finish.LENGTH);

        assertThat(events)
                .containsExactly(new GenerationEvent.Text(0, "one"), new GenerationEvent.Finished(0, Finish.STOP, 2));
    }

    @Test
    void givesOutHeldTextWhenTheTurnEnds() {
        Sequence sequence = sequence(List.of("END"));

        sequence.accept("the E");
        sequence.accept("");
        sequence.finish("", Finish.STOP);

        assertThat(events)
                .containsExactly(
                        new GenerationEvent.Text(0, "the "),
                        new GenerationEvent.Text(0, "E"),
                        new GenerationEvent.Finished(0, Finish.STOP, 2));
    }

    @Test
    void wantsNoTokenAfterItWasCancelled() {
        Sequence sequence = sequence(List.of());

        sequence.cancel();

        assertThat(sequence.accept("a")).isFalse();
    }

    @Test
    void tellsTheScoreOfATokenWithTheTextThatBeginsInIt() {
        Sequence sequence = sequence(List.of("END"));
        TokenScore[] scores = new TokenScore[5];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = new TokenScore(new TokenLogprob(new TokenText("t" + i, List.of(i)), -i), List.of());
        }

        sequence.accept("", scores[0]);
        sequence.accept("\uD83D\uDE00a", scores[1]);
        sequence.accept("bE", scores[2]);
        sequence.accept("N", scores[3]);
        sequence.accept("Dc", scores[4]);
        sequence.finish("", Finish.STOP);

        assertThat(events)
                .containsExactly(
                        new GenerationEvent.Text(
                                0,
                                "\uD83D\uDE00a",
                                List.of(new PlacedScore(0, scores[0]), new PlacedScore(0, scores[1]))),
                        new GenerationEvent.Text(0, "b", List.of(new PlacedScore(2, scores[2]))),
                        new GenerationEvent.Finished(0, Finish.STOP, 5));
    }

    @Test
    void tellsScoresOfTokensWithoutTextAtTheEnd() {
        Sequence sequence = sequence(List.of());
        TokenScore score = new TokenScore(new TokenLogprob(new TokenText("<s>", null), -1), List.of());

        sequence.accept("", score);
        sequence.finish("", Finish.LENGTH);

        assertThat(events)
                .containsExactly(
                        new GenerationEvent.Text(0, "", List.of(new PlacedScore(0, score))),
                        new GenerationEvent.Finished(0, Finish.LENGTH, 1));
    }

    @Test
    void keepsBackWhatMayBeACall() {
        Sequence sequence = calling(true);

        sequence.accept("I look");
        sequence.accept(" it up.\n<tool");
        sequence.accept("_call>{\"name\": \"look_up\", \"arguments\": {}}</tool_call>");
        sequence.accept("\n<tool_call>{\"name\": \"look_up\", \"arguments\": {\"a\": 1}}</tool_call>");
        sequence.finish("", Finish.STOP);

        assertThat(events)
                .startsWith(new GenerationEvent.Text(0, "I look"), new GenerationEvent.Text(0, " it up."))
                .endsWith(new GenerationEvent.Finished(0, Finish.TOOL_CALLS, 4))
                .hasSize(4);
        assertThat(events.get(2))
                .isInstanceOfSatisfying(
                        GenerationEvent.Called.class,
                        called -> assertThat(called.calls())
                                .extracting(ToolCall::arguments)
                                .containsExactly("{}", "{\"a\":1}"));
    }

    @Test
    void makesOneCallWhereOneIsWanted() {
        Sequence sequence = calling(false);

        sequence.accept("<tool_call>{\"name\": \"look_up\", \"arguments\": {}}</tool_call>".repeat(2));
        sequence.finish("", Finish.STOP);

        assertThat(events.getFirst())
                .isInstanceOfSatisfying(
                        GenerationEvent.Called.class,
                        called -> assertThat(called.calls()).hasSize(1));
    }

    @Test
    void givesOutWhatIsNoCallAfterAll() {
        Sequence sequence = calling(true);

        sequence.accept("a <tool");
        sequence.accept("box> b");
        sequence.accept(" <tool_call>{\"name\":");
        sequence.finish("", Finish.LENGTH);

        assertThat(events)
                .containsExactly(
                        new GenerationEvent.Text(0, "a"),
                        new GenerationEvent.Text(0, " <toolbox> b"),
                        new GenerationEvent.Text(0, " <tool_call>{\"name\":"),
                        new GenerationEvent.Finished(0, Finish.LENGTH, 3));
    }

    private Sequence calling(boolean several) {
        ToolOffer offer = new ToolOffer(ToolCallFormat.TAGGED, List.of("look_up"), several);
        return sequence(List.of(), Optional.of(offer));
    }

    private Sequence sequence(List<String> stops) {
        return sequence(stops, Optional.empty());
    }

    private Sequence sequence(List<String> stops, Optional<ToolOffer> tools) {
        Decoding decoding = new Decoding(Sampling.GREEDY, stops, OptionalInt.empty());
        GenerationRequest request =
                new GenerationRequest("acme", "base", Optional.empty(), new int[] {1}, 8, decoding, tools);
        return new Sequence(request, 0, events::add);
    }
}
