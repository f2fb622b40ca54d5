package dev.burnish.deployment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    private Sequence sequence(List<String> stops) {
        GenerationRequest request =
                new GenerationRequest("acme", "base", Optional.empty(), new int[] {1}, 8, Sampling.GREEDY, stops);
        return new Sequence(request, 0, events::add);
    }
}
