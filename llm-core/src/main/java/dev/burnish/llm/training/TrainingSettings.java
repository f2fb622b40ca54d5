package dev.burnish.llm.training;

/**
 * How an adapter is trained.
 *
 * @param epochs passes over the examples, at least 1
 * @param batchSize examples per optimizer step, at least 1
 * @param seed of the order of examples and of dropout
 */
public record TrainingSettings(
        int epochs, int batchSize, LearningRate learningRate, OptimizerSettings optimizer, long seed) {

    public TrainingSettings {
        Settings.require(epochs >= 1, "epochs must be at least 1, not " + epochs);
        Settings.require(batchSize >= 1, "batchSize must be at least 1, not " + batchSize);
    }

    /** Linear decay after the warm-up, and the optimizer that suits an adapter. */
    public TrainingSettings(
            int epochs, int batchSize, double learningRate, double warmupRatio, double maxGradientNorm, long seed) {
        this(
                epochs,
                batchSize,
                new LearningRate(learningRate, warmupRatio, LearningRate.Decay.LINEAR),
                OptimizerSettings.ofAdapter(maxGradientNorm),
                seed);
    }
}
