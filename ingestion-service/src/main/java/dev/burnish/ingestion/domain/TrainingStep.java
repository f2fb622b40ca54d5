package dev.burnish.ingestion.domain;

/**
 * Where training is and how it does.
 *
 * @param step 1 to {@code totalSteps}; 0 when training has begun
 * @param epoch passes over the examples
 * @param trainLoss per learned token, in nats
 * @param trainMeanTokenAccuracy 0 to 1
 * @param secondsLeft estimated, to the last step
 */
public record TrainingStep(
        int step,
        int totalSteps,
        double epoch,
        double trainLoss,
        double trainMeanTokenAccuracy,
        double learningRate,
        double gradientNorm,
        double tokensPerSecond,
        double secondsLeft) {}
