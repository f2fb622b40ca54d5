package dev.burnish.formatting.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whole numbers at a glance.
 *
 * @param total their sum
 * @param width how many numbers a bin holds; the first bin begins at 0
 * @param bins counts, at most {@value #MOST_BINS}
 */
public record Distribution(
        int count,
        int min,
        int p5,
        int median,
        double mean,
        int p95,
        int max,
        long total,
        int width,
        List<Integer> bins) {
    static final int MOST_BINS = 24;

    static Distribution of(IntStream numbers) {
        int[] sorted = numbers.sorted().toArray();
        if (sorted.length == 0) {
            return new Distribution(0, 0, 0, 0, 0, 0, 0, 0, 1, List.of());
        }
        int max = sorted[sorted.length - 1];
        int width = width(max);
        int[] bins = new int[max / width + 1];
        Arrays.stream(sorted).forEach(number -> bins[number / width]++);
        long total = Arrays.stream(sorted).asLongStream().sum();
        return new Distribution(
                sorted.length,
                sorted[0],
                quantile(sorted, 0.05),
                quantile(sorted, 0.5),
                Math.round(10.0 * total / sorted.length) / 10.0,
                quantile(sorted, 0.95),
                max,
                total,
                width,
                Arrays.stream(bins).boxed().toList());
    }

    /** The least of 1, 2 or 5 times a power of ten by which all numbers have a bin. */
    private static int width(int max) {
        long width = 1;
        for (int step = 0; max / width + 1 > MOST_BINS; step++) {
            width = step % 3 == 1 ? width / 2 * 5 : width * 2;
        }
        return Math.toIntExact(width);
    }

    /** By the nearest-rank method. */
    private static int quantile(int[] sorted, double share) {
        return sorted[Math.clamp((int) Math.ceil(share * sorted.length) - 1, 0, sorted.length - 1)];
    }
}
