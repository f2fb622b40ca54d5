package dev.burnish.llm.model;

import java.util.List;

/**
 * How rotary frequencies are changed for sequences longer than those the model first learned. The formulas, and the order of their fp32
 * operations, are those of {@code modeling_rope_utils.py} in transformers 5.23.
 */
public sealed interface RopeScaling {

    /**
     * Inverse frequencies, one row or two: the second is for sequences longer than {@link #switchLength}.
     *
     * @param powers θ^(2j/d) of each pair of dimensions
     */
    List<float[]> frequencies(double theta, float[] powers);

    /** What cosines and sines are multiplied with. */
    default double attentionFactor() {
        return 1;
    }

    /** The longest sequence of the first row; 0 if there is one row. */
    default int switchLength() {
        return 0;
    }

    /** {@code linear}: positions are divided. */
    record Linear(double factor) implements RopeScaling {

        @Override
        public List<float[]> frequencies(double theta, float[] powers) {
            float[] row = new float[powers.length];
            for (int j = 0; j < row.length; j++) {
                row[j] = 1 / powers[j] / (float) factor;
            }
            return List.of(row);
        }
    }

    /** {@code llama3}: long wavelengths are stretched by the factor, short ones kept, and those between blended. */
    record Llama3(double factor, double lowFrequencyFactor, double highFrequencyFactor, int originalPositions)
            implements RopeScaling {

        @Override
        public List<float[]> frequencies(double theta, float[] powers) {
            float[] row = new float[powers.length];
            for (int j = 0; j < row.length; j++) {
                row[j] = scaled(1 / powers[j]);
            }
            return List.of(row);
        }

        private float scaled(float frequency) {
            float wavelength = (float) (2 * Math.PI) / frequency;
            if (wavelength > (float) (originalPositions / lowFrequencyFactor)) {
                return frequency / (float) factor;
            }
            if (wavelength < (float) (originalPositions / highFrequencyFactor)) {
                return frequency;
            }
            float smooth = (originalPositions / wavelength - (float) lowFrequencyFactor)
                    / (float) (highFrequencyFactor - lowFrequencyFactor);
            return (1 - smooth) * frequency / (float) factor + smooth * frequency;
        }
    }

    /**
     * {@code yarn} (Peng et al. 2023, "YaRN"): dimensions that turn often in the original context are kept, those that turn seldom are
     * stretched, and those between blended.
     *
     * @param fastTurns dimensions with more turns than this are kept
     * @param slowTurns dimensions with fewer turns than this are stretched
     * @param truncate whether the two borders are rounded to whole dimensions, outwards
     */
    record Yarn(
            double factor,
            double attentionFactor,
            double fastTurns,
            double slowTurns,
            boolean truncate,
            int originalPositions)
            implements RopeScaling {

        @Override
        public List<float[]> frequencies(double theta, float[] powers) {
            int dimensions = 2 * powers.length;
            double low = dimensionWithTurns(fastTurns, theta, dimensions);
            double high = dimensionWithTurns(slowTurns, theta, dimensions);
            low = Math.max(truncate ? Math.floor(low) : low, 0);
            high = Math.min(truncate ? Math.ceil(high) : high, dimensions - 1.0);
            if (low == high) {
                high += 0.001;
            }
            float[] row = new float[powers.length];
            for (int j = 0; j < row.length; j++) {
                float kept = 1 - Math.clamp((j - (float) low) / (float) (high - low), 0f, 1f);
                row[j] = 1 / ((float) factor * powers[j]) * (1 - kept) + 1 / powers[j] * kept;
            }
            return List.of(row);
        }

        private double dimensionWithTurns(double turns, double theta, int dimensions) {
            return dimensions * Math.log(originalPositions / (turns * 2 * Math.PI)) / (2 * Math.log(theta));
        }

        /** 0.1 · weight · ln(factor) + 1, the paper's attention factor for weight 1. */
        static double magnitude(double factor, double weight) {
            return factor <= 1 ? 1 : 0.1 * weight * Math.log(factor) + 1;
        }
    }

    /**
     * {@code longrope} (Ding et al. 2024, "LongRoPE"): each dimension has a factor of its own, one for sequences within the original
     * context and one for longer ones.
     */
    record LongRope(List<Double> shortFactors, List<Double> longFactors, double attentionFactor, int originalPositions)
            implements RopeScaling {

        public LongRope {
            shortFactors = List.copyOf(shortFactors);
            longFactors = List.copyOf(longFactors);
        }

        @Override
        public List<float[]> frequencies(double theta, float[] powers) {
            return List.of(divided(shortFactors, powers), divided(longFactors, powers));
        }

        private static float[] divided(List<Double> factors, float[] powers) {
            float[] row = new float[powers.length];
            for (int j = 0; j < row.length; j++) {
                row[j] = 1 / (factors.get(j).floatValue() * powers[j]);
            }
            return row;
        }

        @Override
        public int switchLength() {
            return originalPositions;
        }
    }
}
