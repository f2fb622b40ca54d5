package dev.burnish.ingestion.domain;

import org.jspecify.annotations.Nullable;

/**
 * Where training is and how it does.
 *
 * @param step 1 to {@code totalSteps}; 0 when training has begun
 * @param epoch passes over the examples
 * @param trainLoss per learned token, in a dpo job per pair, in nats
 * @param trainMeanTokenAccuracy 0 to 1; means nothing in a dpo job
 * @param secondsLeft estimated, to the last step
 * @param trainPairAccuracy in a dpo job, share of pairs that are ranked as wished better than before, 0 to 1; else null
 * @param validLoss over all validation examples, measured after this step; null if it was not
 * @param validAccuracy of tokens, in a dpo job of pairs, over all validation examples; null if it was not measured
 * @param resumedFrom the step that training went on from after an interruption or a pause, if this is the first told of since; else null
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
        double secondsLeft,
        @Nullable Double trainPairAccuracy,
        @Nullable Double validLoss,
        @Nullable Double validAccuracy,
        @Nullable Integer resumedFrom) {}
