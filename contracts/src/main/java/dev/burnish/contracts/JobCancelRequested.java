package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

/** A user asked for the job to stop. */
public record JobCancelRequested(String jobId) implements Event {
    public JobCancelRequested {
        requireNonNull(jobId, "jobId");
    }

    @Override
    public String subject() {
        return jobId;
    }
}
