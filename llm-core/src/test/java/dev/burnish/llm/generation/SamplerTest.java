package dev.burnish.llm.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplerTest {

    private static final double[] LOGITS = {0.3, 1.9, -0.4, 0.9, 2.2, -1.5, 1.1, 0.0};
    private static final int DRAWS = 20_000;

    /** Of 7 degrees of freedom; one run in a thousand exceeds it by chance, this one is seeded. */
    private static final double CHI_SQUARE = 24.32;

    @ParameterizedTest
    @CsvSource({"1, 8", "0.7, 8", "1.8, 8", "1, 3"})
    void drawsByProbability(double temperature, int candidates) {
        double[] expected = probabilities(LOGITS, temperature);
        int[] counts = counts(temperature, Truncation.NONE, candidates);
        double statistic = 0;
        for (int i = 0; i < counts.length; i++) {
            double mean = expected[i] * DRAWS;
            statistic += (counts[i] - mean) * (counts[i] - mean) / mean;
        }
        assertThat(statistic).isLessThan(CHI_SQUARE);
    }

    @Test
    void takesTheMostLikelyAtZeroTemperature() {
        assertThat(counts(0, new Truncation(3, 0.5, 0.1), 8)[4]).isEqualTo(DRAWS);
    }

    @Test
    void drawsOnlyFromTheNucleus() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 200; round++) {
            double[] logits = random.doubles(40, -4, 4).toArray();
            double topP = random.nextDouble(0.01, 1);
            double[] falling = falling(probabilities(logits, 1));
            double sum = 0;
            int count = 0;
            while (sum < topP) {
                sum += falling[count++];
            }
            assertThat(drawn(logits, new Truncation(0, topP, 0), 40, round))
                    .as("topP %s", topP)
                    .isSubsetOf(likeliest(logits, count))
                    .contains(best(logits));
        }
    }

    @Test
    void drawsOnlyFromTheTopKAndTheNucleusOfThose() {
        SplittableRandom random = new SplittableRandom(6);
        for (int round = 0; round < 200; round++) {
            double[] logits = random.doubles(40, -4, 4).toArray();
            int topK = random.nextInt(1, 50);
            assertThat(drawn(logits, new Truncation(topK, 1, 0), 40, round)).isSubsetOf(likeliest(logits, topK));
            double[] falling = Arrays.copyOf(falling(probabilities(logits, 1)), Math.min(topK, 40));
            double wanted = 0.6 * Arrays.stream(falling).sum();
            double sum = 0;
            int count = 0;
            while (sum < wanted) {
                sum += falling[count++];
            }
            assertThat(drawn(logits, new Truncation(topK, 0.6, 0), 40, round)).isSubsetOf(likeliest(logits, count));
        }
    }

    @Test
    void drawsOnlyWhatIsLikelyBesideTheMostLikely() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 200; round++) {
            double[] logits = random.doubles(40, -4, 4).toArray();
            double minP = random.nextDouble();
            double best = Arrays.stream(logits).max().orElseThrow();
            int count = (int) Arrays.stream(logits)
                    .filter(logit -> Math.exp(logit - best) >= minP)
                    .count();
            assertThat(drawn(logits, new Truncation(0, 1, minP), 40, round)).isSubsetOf(likeliest(logits, count));
        }
    }

    @Test
    void drawsTheSameFromTheFirstCandidatesAsFromAll() {
        SplittableRandom random = new SplittableRandom(8);
        int undecided = 0;
        for (int round = 0; round < 2000; round++) {
            double[] logits = random.doubles(40, -3, 3).toArray();
            Truncation truncation = new Truncation(
                    random.nextBoolean() ? 0 : random.nextInt(1, 45),
                    random.nextBoolean() ? 1 : random.nextDouble(0.1, 1),
                    random.nextBoolean() ? 0 : random.nextDouble(0, 0.3));
            Sampler sampler = new Sampler(settings(1, truncation, round), new int[0]);
            double draw = sampler.draw();
            int some = sampler.choose(candidates(logits, 1, 10), draw);
            int all = sampler.choose(candidates(logits, 1, 40), draw);
            assertThat(some).isIn(all, Sampler.UNDECIDED);
            undecided += some == Sampler.UNDECIDED ? 1 : 0;
        }
        assertThat(undecided).isBetween(1, 1500);
    }

    @Test
    void refusesSettingsOutOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SamplingSettings(2.1, 1, 1, 0, Set.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new SamplingSettings(1, 0, 1, 0, Set.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new SamplingSettings(1, 1, 0, 0, Set.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SamplingSettings(1, Truncation.NONE, Penalties.NONE, 1, 0, Set.of(), 21))
                .withMessageContaining("20");
        assertThatIllegalArgumentException().isThrownBy(() -> new Truncation(-1, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Truncation(0, 1, 1.1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Penalties(0, 0, 0, Map.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Penalties(1, 2.5, 0, Map.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Penalties(1, 0, -2.5, Map.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Penalties(1, 0, 0, Map.of(7, 101.0)))
                .withMessageContaining("token 7");
    }

    private static SamplingSettings settings(double temperature, Truncation truncation, long seed) {
        return new SamplingSettings(
                temperature, truncation, Penalties.NONE, 1, seed, Set.of(), SamplingSettings.NO_LOGPROBS);
    }

    private static int[] counts(double temperature, Truncation truncation, int candidates) {
        Sampler sampler = new Sampler(settings(temperature, truncation, 11), new int[0]);
        int[] counts = new int[LOGITS.length];
        for (int i = 0; i < DRAWS; i++) {
            double draw = sampler.draw();
            int token = sampler.choose(candidates(LOGITS, temperature, candidates), draw);
            if (token == Sampler.UNDECIDED) {
                token = sampler.choose(candidates(LOGITS, temperature, LOGITS.length), draw);
            }
            counts[token]++;
        }
        return counts;
    }

    private static Set<Integer> drawn(double[] logits, Truncation truncation, int candidates, long seed) {
        Sampler sampler = new Sampler(settings(1, truncation, seed), new int[0]);
        Set<Integer> drawn = new TreeSet<>();
        drawn.add(best(logits));
        for (int i = 0; i < 100; i++) {
            drawn.add(sampler.choose(candidates(logits, 1, candidates), sampler.draw()));
        }
        return drawn;
    }

    private static Candidates candidates(double[] logits, double temperature, int count) {
        double[] probabilities = probabilities(logits, temperature == 0 ? 1 : temperature);
        int[] tokens = order(logits).limit(count).toArray();
        return new Candidates(
                tokens,
                Arrays.stream(tokens).mapToDouble(token -> probabilities[token]).toArray(),
                logits.length);
    }

    private static Set<Integer> likeliest(double[] logits, int count) {
        return order(logits).limit(count).boxed().collect(Collectors.toSet());
    }

    private static int best(double[] logits) {
        return order(logits).findFirst().orElseThrow();
    }

    private static IntStream order(double[] logits) {
        return IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingDouble(token -> -logits[token]))
                .mapToInt(Integer::intValue);
    }

    private static double[] falling(double[] values) {
        return Arrays.stream(values)
                .map(value -> -value)
                .sorted()
                .map(value -> -value)
                .toArray();
    }

    private static double[] probabilities(double[] logits, double temperature) {
        double sum = Arrays.stream(logits)
                .map(logit -> Math.exp(logit / temperature))
                .sum();
        return Arrays.stream(logits)
                .map(logit -> Math.exp(logit / temperature) / sum)
                .toArray();
    }
}
