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
            holdOut.offer(examples.get(i).high(), new TokenCount(i % 2, 100 + i, i));
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

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void keepsGroupsWholeAndGivesEachLabelItsShare(long trial) {
        Random random = new Random(trial);
        int examples = 100 + random.nextInt(2000);
        int[] groups = new int[examples];
        int[] labels = new int[examples];
        for (int i = 0; i < examples; i++) {
            boolean joins = i > 0 && random.nextInt(4) == 0;
            groups[i] = joins ? groups[i - 1] : i;
            labels[i] = joins ? labels[i - 1] : random.nextInt(10) < 7 ? 0 : 1 + random.nextInt(2);
        }
        HoldOut holdOut = new HoldOut(trial);
        fingerprints(3, examples).forEach(example -> holdOut.offer(example.high(), TokenCount.NONE));

        HoldOut.Selection selection = holdOut.select(groups, labels);

        assertThat(selection.whole()).isTrue();
        assertThat(selection.size()).isEqualTo(examples / 10);
        for (int i = 1; i < examples; i++) {
            if (groups[i] == groups[i - 1]) {
                assertThat(selection.indexes().get(i))
                        .isEqualTo(selection.indexes().get(i - 1));
            }
        }
        for (int label = 0; label < 3; label++) {
            int wanted = label;
            long all = IntStream.of(labels).filter(each -> each == wanted).count();
            long heldOut = selection.indexes().stream()
                    .filter(i -> labels[i] == wanted)
                    .count();
            assertThat((double) heldOut).isBetween(all / 10.0 - 3, all / 10.0 + 3);
        }
    }

    @Test
    void holdsOutTheSameGroupsInWhateverOrderTheyCome() {
        List<Integer> order = new ArrayList<>(IntStream.range(0, 600).boxed().toList());
        Set<Fingerprint> first = chosenOfPairs(order);

        Collections.shuffle(order, new Random(5));

        assertThat(chosenOfPairs(order)).isEqualTo(first).hasSize(60);
    }

    /** Examples 2i and 2i + 1 are a group, and every third group has a label of its own. */
    private static Set<Fingerprint> chosenOfPairs(List<Integer> order) {
        List<Fingerprint> examples = fingerprints(8, order.size());
        HoldOut holdOut = new HoldOut(11);
        order.forEach(example -> holdOut.offer(examples.get(example).high(), TokenCount.NONE));
        int[] groups = order.stream().mapToInt(example -> example / 2).toArray();
        int[] labels =
                order.stream().mapToInt(example -> example / 2 % 3 == 0 ? 1 : 0).toArray();
        Set<Fingerprint> chosen = new HashSet<>();
        holdOut.select(groups, labels).indexes().stream().forEach(i -> chosen.add(examples.get(order.get(i))));
        return chosen;
    }

    @Test
    void dividesAGroupOnlyWhereThereIsNothingElse() {
        HoldOut holdOut = new HoldOut(2);
        fingerprints(6, 40).forEach(example -> holdOut.offer(example.high(), TokenCount.NONE));

        HoldOut.Selection selection = holdOut.select(new int[40], new int[40]);

        assertThat(selection.whole()).isFalse();
        assertThat(selection.size()).isEqualTo(4);
    }

    private static List<Fingerprint> fingerprints(int file, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Fingerprint.of((file + ":" + i).getBytes(UTF_8)))
                .toList();
    }

    private static HoldOut.Selection select(long seed, List<Fingerprint> examples) {
        HoldOut holdOut = new HoldOut(seed);
        examples.forEach(example -> holdOut.offer(example.high(), TokenCount.NONE));
        return holdOut.select();
    }

    private static Set<Fingerprint> chosen(long seed, List<Fingerprint> examples) {
        Set<Fingerprint> chosen = new HashSet<>();
        select(seed, examples).indexes().stream().forEach(index -> chosen.add(examples.get(index)));
        return chosen;
    }
}
