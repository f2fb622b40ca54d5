package dev.burnish.formatting.domain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HoldOutTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "10, 2", "29, 2", "30, 3", "400, 40", "9999, 999", "10000, 1000", "30000, 1000"})
    void keepsATenthButAtLeastTwoAndAtMostAThousand(int examples, int expected) {
        assertThat(select(7, fingerprints(1, examples)).size()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 42, 2147483647})
    void choosesTheSameExamplesInWhateverOrderTheyCome(long seed) {
        for (int trial = 0; trial < 20; trial++) {
            Random random = new Random(31 * seed + trial);
            List<Fingerprint> examples = new ArrayList<>(fingerprints(trial, 10 + random.nextInt(2000)));
            Set<Fingerprint> chosen = chosen(seed, examples);

            Collections.shuffle(examples, random);

            assertThat(chosen(seed, examples)).isEqualTo(chosen);
        }
    }

    @Test
    void choosesOtherExamplesForAnotherSeed() {
        List<Fingerprint> examples = fingerprints(5, 5000);

        Set<Fingerprint> shared = chosen(1, examples);
        shared.retainAll(chosen(2, examples));

        // Two independent choices of 500 among 5000 share 50 in the mean, with a standard deviation of 6.4.
        assertThat(shared).hasSizeBetween(20, 80);
    }

    @Test
    void choosesEveryExampleEquallyOften() {
        List<Fingerprint> examples = fingerprints(9, 20);
        int[] times = new int[20];

        IntStream.range(0, 5000)
                .forEach(seed -> select(seed, examples).indexes().stream().forEach(i -> times[i]++));

        // Each is chosen with the chance 1/10 in 5000 trials: 500 in the mean, with a standard deviation of 21.
        assertThat(IntStream.of(times).boxed()).allMatch(count -> count >= 390 && count <= 610);
    }

    @Test
    void addsUpWhatTheChosenExamplesCost() {
        HoldOut holdOut = new HoldOut(3);
        List<Fingerprint> examples = fingerprints(4, 40);
        for (int i = 0; i < examples.size(); i++) {
            holdOut.offer(examples.get(i), new TokenCount(i % 2, 100 + i, i));
        }

        HoldOut.Selection selection = holdOut.select();

        int[] indexes = selection.indexes().stream().toArray();
        assertThat(indexes).hasSize(4);
        assertThat(selection.cost().learned()).isEqualTo(IntStream.of(indexes).sum());
        assertThat(selection.cost().tokens())
                .isEqualTo(400 + IntStream.of(indexes).sum());
        assertThat(selection.cost().truncated())
                .isEqualTo((int) IntStream.of(indexes).filter(i -> i % 2 == 1).count());
    }

    private static List<Fingerprint> fingerprints(int file, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Fingerprint.of((file + ":" + i).getBytes(UTF_8)))
                .toList();
    }

    private static HoldOut.Selection select(long seed, List<Fingerprint> examples) {
        HoldOut holdOut = new HoldOut(seed);
        examples.forEach(example -> holdOut.offer(example, TokenCount.NONE));
        return holdOut.select();
    }

    private static Set<Fingerprint> chosen(long seed, List<Fingerprint> examples) {
        Set<Fingerprint> chosen = new HashSet<>();
        select(seed, examples).indexes().stream().forEach(index -> chosen.add(examples.get(index)));
        return chosen;
    }
}
