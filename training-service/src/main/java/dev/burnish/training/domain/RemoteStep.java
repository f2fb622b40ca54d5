package dev.burnish.training.domain;

import org.jspecify.annotations.Nullable;

/**
 * What the other side has told of a step.
 *
 * @param step counts from 1
 * @param totalSteps null where it is not told
 * @param loss mean negative log likelihood per learned token, or preference loss per pair, in nats
 * @param accuracy share of learned tokens ranked first, or of pairs ranked as wished, 0 to 1; 0 where it is not told
 * @param validLoss null where nothing was measured
 * @param validAccuracy null where nothing was measured
 */
public record RemoteStep(
        int step,
        @Nullable Integer totalSteps,
        double loss,
        double accuracy,
        @Nullable Double validLoss,
        @Nullable Double validAccuracy) {}
