package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

/**
 * The job has stopped because a user asked for it.
 *
 * @param step the last step done, 0 if training had not begun
 */
public record JobCancelled(String jobId, int step) implements Event {
    public JobCancelled {
        requireNonNull(jobId, "jobId");
    }

    @Override
    public String subject() {
        return jobId;
    }
}
