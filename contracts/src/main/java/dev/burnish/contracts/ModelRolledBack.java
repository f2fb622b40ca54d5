package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

/**
 * A model was taken out of service for the one before it.
 *
 * @param model the one taken out
 * @param restored the one that serves instead
 */
public record ModelRolledBack(String jobId, String model, String restored, Failure reason) implements Event {
    public ModelRolledBack {
        requireNonNull(jobId, "jobId");
        requireNonNull(model, "model");
        requireNonNull(restored, "restored");
        requireNonNull(reason, "reason");
    }

    @Override
    public String subject() {
        return jobId;
    }
}
