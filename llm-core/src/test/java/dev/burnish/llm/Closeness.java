package dev.burnish.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** How far computed values are from golden ones. */
public final class Closeness {

    private Closeness() {}

    /** Fails unless each value is within the tolerance of the expected one. */
    public static void requireWithin(float[] actual, float[] expected, float tolerance) {
        assertThat(actual).containsExactly(expected, within(tolerance));
    }

    /** ‖actual − expected‖ / ‖expected‖. */
    public static double relativeDistance(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < actual.length; i++) {
            difference += Math.pow((double) actual[i] - expected[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / norm);
    }
}
