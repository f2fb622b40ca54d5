package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

/** A user asked for the job to wait. Of requests to pause and to resume, that with the highest sequence holds. */
public record JobPauseRequested(String jobId) implements Event {
    public JobPauseRequested {
        requireNonNull(jobId, "jobId");
    }

    @Override
    public String subject() {
        return jobId;
    }
}
