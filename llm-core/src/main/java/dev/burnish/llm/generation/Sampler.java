package dev.burnish.llm.generation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Draws tokens from logits; the same seed gives the same draws. */
final class Sampler {

    private final SamplingSettings settings;
    private final SplittableRandom random;

    Sampler(SamplingSettings settings) {
        this.settings = settings;
        random = new SplittableRandom(settings.seed());
    }

    int next(float[] logits) {
        int best = mostLikely(logits);
        if (settings.temperature() == 0) {
            return best;
        }
        double[] weights = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            weights[i] = Math.exp((logits[i] - logits[best]) / settings.temperature());
        }
        return settings.topP() < 1
                ? fromNucleus(weights)
                : draw(weights, IntStream.range(0, weights.length).toArray());
    }

    private static int mostLikely(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }

    private int fromNucleus(double[] weights) {
        int[] order = IntStream.range(0, weights.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> weights[i]).reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        double wanted = settings.topP() * Arrays.stream(weights).sum();
        double sum = 0;
        int count = 0;
        while (count < order.length && sum < wanted) {
            sum += weights[order[count++]];
        }
        return draw(weights, Arrays.copyOf(order, Math.max(1, count)));
    }

    private int draw(double[] weights, int[] candidates) {
        double sum = 0;
        for (int candidate : candidates) {
            sum += weights[candidate];
        }
        double left = random.nextDouble() * sum;
        for (int candidate : candidates) {
            left -= weights[candidate];
            if (left < 0) {
                return candidate;
            }
        }
        return candidates[candidates.length - 1];
    }
}
