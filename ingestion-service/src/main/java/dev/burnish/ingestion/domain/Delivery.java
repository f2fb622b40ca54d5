package dev.burnish.ingestion.domain;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that a webhook is told.
 *
 * @param id such as {@code evt_…}; the same in every attempt, so that a receiver can tell a repetition
 * @param attempts made so far, the one under way among them
 * @param lastProblem why the last attempt failed; null if none did
 */
public record Delivery(
        String id,
        WebhookEvent event,
        Instant createdAt,
        State state,
        int attempts,
        @Nullable String lastProblem) {
    /** How far it has come. */
    public enum State {
        PENDING,
        DELIVERED,
        /** Given up. */
        FAILED
    }

    public Delivery {
        requireNonNull(id, "id");
        requireNonNull(event, "event");
        requireNonNull(createdAt, "createdAt");
        requireNonNull(state, "state");
    }

    /** A delivery whose turn has come, with all that it takes to make it. */
    public record Due(String id, int attempt, URI url, String secret, String body) {}
}
