package dev.burnish.llm.training;

/**
 * How AdamW uses gradients.
 *
 * @param beta2 decay of the second moment, in (0, 1); the first moment's is 0.9
 * @param weightDecay of matrices, 0 or more; vectors are spared
 * @param maxGradientNorm gradients are clipped to this global norm, positive
 * @param loraPlusRatio B factors learn that many times faster than A factors, at least 1 (Hayou et al., "LoRA+", 2024)
 */
public record OptimizerSettings(double beta2, double weightDecay, double maxGradientNorm, double loraPlusRatio) {

    public OptimizerSettings {
        Settings.require(beta2 > 0 && beta2 < 1, "beta2 must be in (0, 1), not " + beta2);
        Settings.require(weightDecay >= 0, "weightDecay must not be negative, it is " + weightDecay);
        Settings.require(maxGradientNorm > 0, "maxGradientNorm must be positive, not " + maxGradientNorm);
        Settings.require(loraPlusRatio >= 1, "loraPlusRatio must be at least 1, not " + loraPlusRatio);
    }

    /** What suits an adapter: no weight decay, both factors at one rate. */
    public static OptimizerSettings ofAdapter(double maxGradientNorm) {
        return new OptimizerSettings(0.999, 0, maxGradientNorm, 1);
    }
}
