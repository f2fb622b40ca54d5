package dev.burnish.llm.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rotary position embedding: angles per position are θ^(−2j/d) for the j-th pair of a head's d dimensions, unless they are scaled.
 *
 * @param theta base of the frequencies
 * @param scaling how they are changed, or null for none
 */
public record Rope(double theta, @Nullable RopeScaling scaling) {

    /** Angle per position of each pair of dimensions in one row, or in two: see {@link RopeScaling#frequencies}. */
    List<float[]> frequencies(int headDimension) {
        float[] powers = new float[headDimension / 2];
        for (int j = 0; j < powers.length; j++) {
            powers[j] = (float) Math.pow((float) theta, 2f * j / headDimension);
        }
        return scaling == null
                ? new RopeScaling.Linear(1).frequencies(theta, powers)
                : scaling.frequencies(theta, powers);
    }

    /** What cosines and sines are multiplied with. */
    double attentionFactor() {
        return scaling == null ? 1 : scaling.attentionFactor();
    }

    /** The longest sequence of the first row of frequencies; 0 if there is one row. */
    public int switchLength() {
        return scaling == null ? 0 : scaling.switchLength();
    }
}
