package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The files cannot be trained on, and why; the job ends here.
 *
 * @param report absent in events of before, and when formatting broke down
 */
public record DatasetRejected(
        String jobId, Failure failure, @Nullable DatasetReport report) implements Event {
    public DatasetRejected {
        requireNonNull(jobId, "jobId");
        requireNonNull(failure, "failure");
    }

    /** Without a report. */
    public DatasetRejected(String jobId, Failure failure) {
        this(jobId, failure, null);
    }

    @Override
    public String subject() {
        return jobId;
    }
}
