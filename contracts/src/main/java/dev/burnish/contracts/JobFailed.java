package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

/**
 * The job ended without a model.
 *
 * @param stage {@code training}, {@code evaluation} or {@code deployment}
 */
public record JobFailed(String jobId, String stage, Failure failure) implements Event {
    public JobFailed {
        requireNonNull(jobId, "jobId");
        requireNonNull(stage, "stage");
        requireNonNull(failure, "failure");
    }

    @Override
    public String subject() {
        return jobId;
    }
}
