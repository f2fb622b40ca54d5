package dev.burnish.llm.training;

/**
 * The learning rate of each step: up in a line from 0 to the peak, then down as {@code decay} says.
 *
 * @param peak highest learning rate, in (0, 1)
 * @param warmupRatio share of all steps that warm up, in [0, 1)
 */
public record LearningRate(double peak, double warmupRatio, Decay decay) {

    /** How the rate falls after the warm-up; the last step still learns. */
    public enum Decay {
        /** In a line towards 0. */
        LINEAR,
        /** By half a cosine towards 0. */
        COSINE,
        /** Not at all. */
        CONSTANT
    }

    public LearningRate {
        Settings.require(peak > 0 && peak < 1, "learningRate must be in (0, 1), not " + peak);
        Settings.require(warmupRatio >= 0 && warmupRatio < 1, "warmupRatio must be in [0, 1), not " + warmupRatio);
    }

    /** The rate of a step, counted from 1. */
    public double at(int step, int totalSteps) {
        int warmup = (int) Math.ceil(warmupRatio * totalSteps);
        if (step <= warmup) {
            return peak * step / warmup;
        }
        double left = (double) (totalSteps - step + 1) / (totalSteps - warmup + 1);
        return switch (decay) {
            case LINEAR -> peak * left;
            case COSINE -> peak * (1 - Math.cos(Math.PI * left)) / 2;
            case CONSTANT -> peak;
        };
    }
}
