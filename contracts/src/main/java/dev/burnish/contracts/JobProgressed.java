package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One optimizer step, or several since the last such event, was done; the figures are the last step's.
 *
 * @param step 1 to totalSteps; 0 says that training has begun
 * @param epoch passes over the training examples done so far, such as 1.5
 * @param trainLoss mean negative log likelihood per learned token, in nats; of a dpo job, mean preference loss per pair
 * @param trainMeanTokenAccuracy share of learned tokens that the model ranks first, 0 to 1; 0 in a dpo job, which does not measure it
 * @param secondsLeft estimated time to the last step
 * @param trainPairAccuracy of a dpo job: share of the step's pairs that the adapter ranks as wished better than the base does; null in others
 * @param validLoss over all validation examples, as the adapter is after this step; null where it was not measured
 * @param validAccuracy of tokens or, in a dpo job, of pairs, over all validation examples; null where it was not measured
 * @param resumedFrom in the first event after an interruption or a pause: the step that training went on from; null in others
 */
public record JobProgressed(
        String jobId,
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
        @Nullable Integer resumedFrom)
        implements Event {
    public JobProgressed {
        requireNonNull(jobId, "jobId");
    }

    /** Of a supervised job, without a validation. */
    public JobProgressed(
            String jobId,
            int step,
            int totalSteps,
            double epoch,
            double trainLoss,
            double trainMeanTokenAccuracy,
            double learningRate,
            double gradientNorm,
            double tokensPerSecond,
            double secondsLeft) {
        this(
                jobId,
                step,
                totalSteps,
                epoch,
                trainLoss,
                trainMeanTokenAccuracy,
                learningRate,
                gradientNorm,
                tokensPerSecond,
                secondsLeft,
                null,
                null,
                null,
                null);
    }

    @Override
    public String subject() {
        return jobId;
    }
}
