package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

/**
 * The job waits, its device is free, and it goes on from here when a user asks for it.
 *
 * @param step the last step done, 0 if training had not begun
 */
public record JobPaused(String jobId, int step) implements Event {
    public JobPaused {
        requireNonNull(jobId, "jobId");
    }

    @Override
    public String subject() {
        return jobId;
    }
}
