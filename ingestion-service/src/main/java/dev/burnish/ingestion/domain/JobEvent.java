package dev.burnish.ingestion.domain;

import static java.util.Objects.requireNonNull;

/**
 * A line of a job's history that has a name.
 *
 * @param id such as {@code ftevent-…}
 */
public record JobEvent(String id, JobMessage message) {
    public JobEvent {
        requireNonNull(id, "id");
        requireNonNull(message, "message");
    }
}
