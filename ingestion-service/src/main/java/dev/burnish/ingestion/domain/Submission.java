package dev.burnish.ingestion.domain;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What tells one request for a job from another, so that a request sent again gives the same job.
 *
 * @param digest of the request's bytes
 * @param idempotencyKey the client's own name for the request, at most 255 characters; null if it has none
 * @param retry whether the client says that it sent the request before
 */
public record Submission(String digest, @Nullable String idempotencyKey, boolean retry) {
    public Submission {
        requireNonNull(digest, "digest");
    }
}
