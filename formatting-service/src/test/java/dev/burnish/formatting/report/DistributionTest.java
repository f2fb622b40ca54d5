package dev.burnish.formatting.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistributionTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 23, 24, 25, 100, 4095, 123_456, Integer.MAX_VALUE})
    void countsEveryNumberInOneOfFewBins(int max) {
        Random random = new Random(max);
        int[] numbers = IntStream.concat(
                        IntStream.of(max), IntStream.range(0, 500).map(i -> (int) (random.nextDouble() * max)))
                .toArray();

        Distribution distribution = Distribution.of(Arrays.stream(numbers));

        assertThat(distribution.bins()).hasSizeBetween(1, Distribution.MOST_BINS);
        assertThat(distribution.bins().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(501);
        assertThat((long) distribution.width() * distribution.bins().size()).isGreaterThan(max);
        assertThat(Integer.toString(distribution.width())).matches("[125]0*");
        assertThat(distribution.max()).isEqualTo(max);
        assertThat(distribution.total())
                .isEqualTo(Arrays.stream(numbers).asLongStream().sum());
    }

    @Test
    void tellsQuantilesByTheNearestRank() {
        Distribution distribution = Distribution.of(IntStream.rangeClosed(1, 100));

        assertThat(distribution.p5()).isEqualTo(5);
        assertThat(distribution.median()).isEqualTo(50);
        assertThat(distribution.p95()).isEqualTo(95);
        assertThat(distribution.mean()).isEqualTo(50.5);
        assertThat(distribution.width()).isEqualTo(5);
    }

    @Test
    void hasNothingToTellOfNothing() {
        assertThat(Distribution.of(IntStream.empty()).bins()).isEmpty();
    }
}
