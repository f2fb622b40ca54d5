package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

/**
 * One optimizer step, or several since the last such event, was done; the figures are the last step's.
 *
 * @param step 1 to totalSteps; 0 says that training has begun
 * @param epoch passes over the training examples done so far, such as 1.5
 * @param trainLoss mean negative log likelihood per learned token, in nats
 * @param trainMeanTokenAccuracy share of learned tokens that the model ranks first, 0 to 1
 * @param secondsLeft estimated time to the last step
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
        double secondsLeft)
        implements Event {
    public JobProgressed {
        requireNonNull(jobId, "jobId");
    }

    @Override
    public String subject() {
        return jobId;
    }
}
