package dev.burnish.llm.model;

import org.jspecify.annotations.Nullable;

/**
 * Rotary position embedding.
 *
 * @param theta base of the frequencies
 * @param scaling how Llama 3.1 and later stretch them, or null for none
 */
public record Rope(double theta, @Nullable Llama3Scaling scaling) {

    /** Parameters of {@code rope_type} llama3. */
    public record Llama3Scaling(
            double factor, double lowFrequencyFactor, double highFrequencyFactor, int originalMaxPositions) {

        /** Long wavelengths are stretched by the factor, short ones kept, and those between blended. */
        double scaled(double frequency) {
            double wavelength = 2 * Math.PI / frequency;
            if (wavelength > originalMaxPositions / lowFrequencyFactor) {
                return frequency / factor;
            }
            if (wavelength < originalMaxPositions / highFrequencyFactor) {
                return frequency;
            }
            double smooth = (originalMaxPositions / wavelength - lowFrequencyFactor)
                    / (highFrequencyFactor - lowFrequencyFactor);
            return (1 - smooth) * frequency / factor + smooth * frequency;
        }
    }

    /** Angle per position of each pair of dimensions, {@code headDimension / 2} values. */
    float[] frequencies(int headDimension) {
        float[] frequencies = new float[headDimension / 2];
        for (int i = 0; i < frequencies.length; i++) {
            double frequency = Math.pow(theta, -2.0 * i / headDimension);
            frequencies[i] = (float) (scaling == null ? frequency : scaling.scaled(frequency));
        }
        return frequencies;
    }
}
