package dev.burnish.training.domain;

import static java.util.Objects.requireNonNull;

import dev.burnish.contracts.Artifact;

/**
 * What a run goes on from when its worker is lost: the adapter, its optimizer and the number of steps, from which the order of examples, dropout and the learning rate follow with
 * the job's seed; and what the run has shown so far.
 *
 * @param fence of the attempt that made it
 * @param step the last one done
 * @param fingerprint what besides this the further steps depend on, as {@link TrainingSession#fingerprint} tells it
 * @param tokens that went through the model in all steps
 * @param seconds of training so far, over all attempts
 * @param gains of the validations so far
 * @param state as {@link TrainingSession#saveState} writes it
 * @param metrics as {@link MetricsTable} writes them
 */
public record ResumePoint(
        String jobId,
        long fence,
        int step,
        String fingerprint,
        long tokens,
        double seconds,
        ValidationGains gains,
        Artifact state,
        Artifact metrics) {
    public ResumePoint {
        requireNonNull(jobId, "jobId");
        requireNonNull(fingerprint, "fingerprint");
        requireNonNull(gains, "gains");
        requireNonNull(state, "state");
        requireNonNull(metrics, "metrics");
    }
}
