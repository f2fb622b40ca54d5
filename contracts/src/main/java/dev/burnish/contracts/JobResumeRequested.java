package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

/** A user asked for the job to go on. Of requests to pause and to resume, that with the highest sequence holds. */
public record JobResumeRequested(String jobId) implements Event {
    public JobResumeRequested {
        requireNonNull(jobId, "jobId");
    }

    @Override
    public String subject() {
        return jobId;
    }
}
