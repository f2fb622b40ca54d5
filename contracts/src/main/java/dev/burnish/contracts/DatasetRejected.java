package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

/** The files cannot be trained on, and why; the job ends here. */
public record DatasetRejected(String jobId, Failure failure) implements Event {
    public DatasetRejected {
        requireNonNull(jobId, "jobId");
        requireNonNull(failure, "failure");
    }

    @Override
    public String subject() {
        return jobId;
    }
}
