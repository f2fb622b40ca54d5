package dev.burnish.training.domain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * A run that is trained somewhere else.
 *
 * @param since when it was first asked for
 * @param reference what the other side calls it; empty until that is known
 */
public record RemoteJob(String jobId, String baseModel, Instant since, Optional<String> reference) {
    public RemoteJob {
        requireNonNull(jobId, "jobId");
        requireNonNull(baseModel, "baseModel");
        requireNonNull(since, "since");
        requireNonNull(reference, "reference");
    }
}
