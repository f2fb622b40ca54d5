package dev.burnish.llm.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.burnish.llm.text.TextModelException;
import dev.burnish.llm.text.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StoppingTextTest {

    private static Tokenizer tokenizer;

    @BeforeAll
    static void load() throws TextModelException {
        tokenizer = Tokenizer.load(Path.of("../llm-text/src/test/resources/tiny-model"));
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    @Test
    void cutsAtAStopThatIsSplitOverTokens() {
        StoppingText text = new StoppingText(tokenizer, List.of("END."));
        StringBuilder given = new StringBuilder();
        for (String piece : List.of("The answer", " is 4", "2. E", "N", "D", ". More")) {
            for (int token : tokenizer.encode(piece)) {
                given.append(text.add(token));
            }
        }
        assertThat(given).hasToString("The answer is 42. ");
        assertThat(text.stopped()).isTrue();
        assertThat(text.finish()).isEmpty();
    }

    @Test
    void givesOnWhatTurnedOutToBeNoStop() {
        StoppingText text = new StoppingText(tokenizer, List.of("aab"));
        StringBuilder given = new StringBuilder();
        for (int token : letters("caaa")) {
            given.append(text.add(token));
        }
        assertThat(given).hasToString("ca");
        assertThat(text.finish()).isEqualTo("aa");
        assertThat(text.stopped()).isFalse();
    }

    @Test
    void neverGivesMoreThanComesBeforeTheFirstStop() {
        Random random = new Random(4);
        int cut = 0;
        for (int round = 0; round < 500; round++) {
            String whole = word(random, 1 + random.nextInt(30)) + (round % 3 == 0 ? "é€" : "");
            List<String> stops = IntStream.range(0, 1 + random.nextInt(3))
                    .mapToObj(i -> word(random, 1 + random.nextInt(4)))
                    .toList();
            String expected = before(whole, stops);
            StoppingText text = new StoppingText(tokenizer, stops);
            StringBuilder given = new StringBuilder();
            for (int token : random.nextBoolean() ? letters(whole) : tokenizer.encode(whole)) {
                given.append(text.add(token));
                assertThat(expected).startsWith(given);
            }
            given.append(text.finish());
            assertThat(given).hasToString(expected);
            cut += text.stopped() ? 1 : 0;
        }
        assertThat(cut).isBetween(100, 450);
    }

    /** What a reader who looks at every prefix of the text keeps. */
    private static String before(String whole, List<String> stops) {
        for (int end = 1; end <= whole.length(); end++) {
            String prefix = whole.substring(0, end);
            int most = stops.stream()
                    .filter(prefix::endsWith)
                    .mapToInt(String::length)
                    .max()
                    .orElse(0);
            if (most > 0) {
                return prefix.substring(0, end - most);
            }
        }
        return whole;
    }

    private static String word(Random random, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append("ab ".charAt(random.nextInt(3)));
        }
        return word.toString();
    }

    private static int[] letters(String text) {
        List<Integer> tokens = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            for (int token : tokenizer.encode(text.substring(i, i + 1))) {
                tokens.add(token);
            }
        }
        return tokens.stream().mapToInt(Integer::intValue).toArray();
    }

    @Test
    void refusesAnEmptyStop() {
        assertThatIllegalArgumentException().isThrownBy(() -> new StoppingText(tokenizer, List.of("a", "")));
    }
}
