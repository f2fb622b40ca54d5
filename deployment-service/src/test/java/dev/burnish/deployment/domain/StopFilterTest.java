package dev.burnish.deployment.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StopFilterTest {
    @Test
    void passesEverythingWithoutStopSequences() {
        StopFilter filter = new StopFilter(List.of());

        assertThat(filter.accept("a text")).isEqualTo("a text");
        assertThat(filter.rest()).isEmpty();
        assertThat(filter.stopped()).isFalse();
    }

    @Test
    void findsAStopSequenceThatPiecesCut() {
        StopFilter filter = new StopFilter(List.of("###"));

        assertThat(filter.accept("one#")).isEqualTo("one");
        assertThat(filter.accept("#")).isEmpty();
        assertThat(filter.accept("#two")).isEmpty();
        assertThat(filter.stopped()).isTrue();
        assertThat(filter.rest()).isEmpty();
        assertThat(filter.accept("more")).isEmpty();
    }

    @Test
    void passesWhatOnlyLookedLikeAStopSequence() {
        StopFilter filter = new StopFilter(List.of("aab"));

        assertThat(filter.accept("xaa")).isEqualTo("x");
        assertThat(filter.accept("a")).isEqualTo("a");
        assertThat(filter.accept("c")).isEqualTo("aac");
        assertThat(filter.stopped()).isFalse();
    }

    @Test
    void givesBackAtTheEndWhatItHeld() {
        StopFilter filter = new StopFilter(List.of("END"));

        assertThat(filter.accept("the EN")).isEqualTo("the ");
        assertThat(filter.rest()).isEqualTo("EN");
        assertThat(filter.stopped()).isFalse();
    }

    @Test
    void cutsAtTheStopSequenceThatIsCompleteFirst() {
        StopFilter filter = new StopFilter(List.of("world", "o w"));

        assertThat(filter.accept("hello world")).isEqualTo("hell");
    }

    @Test
    void doesNotHoldACodePointApart() {
        StopFilter filter = new StopFilter(List.of("\uD83D\uDE00"));

        assertThat(filter.accept("\uD83D\uDE01")).isEqualTo("\uD83D\uDE01");
    }

    @Test
    void rejectsAnEmptyStopSequence() {
        assertThatThrownBy(() -> new StopFilter(List.of(""))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void passesTheSameTextHoweverItIsCut() {
        Random random = new Random(7);
        for (int run = 0; run < 2000; run++) {
            String text = randomText(random, 30);
            List<String> stops = List.of(randomText(random, 3) + "a", randomText(random, 2) + "b");
            int first = startOfTheStopThatEndsFirst(text, stops);

            StopFilter filter = new StopFilter(stops);
            StringBuilder passed = new StringBuilder();
            for (String piece : pieces(text, random)) {
                passed.append(filter.accept(piece));
            }
            passed.append(filter.rest());

            assertThat(passed.toString()).as("%s cut at %s", text, stops).isEqualTo(text.substring(0, first));
        }
    }

    private static int startOfTheStopThatEndsFirst(String text, List<String> stops) {
        for (int end = 1; end <= text.length(); end++) {
            String begin = text.substring(0, end);
            OptionalInt longest = stops.stream()
                    .filter(begin::endsWith)
                    .mapToInt(String::length)
                    .max();
            if (longest.isPresent()) {
                return end - longest.getAsInt();
            }
        }
        return text.length();
    }

    private static String randomText(Random random, int maxLength) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(maxLength + 1);
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(3)));
        }
        return text.toString();
    }

    private static List<String> pieces(String text, Random random) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = Math.min(text.length(), start + 1 + random.nextInt(4));
            pieces.add(text.substring(start, end));
            start = end;
        }
        return pieces;
    }
}
