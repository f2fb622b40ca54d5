package dev.burnish.ingestion.domain;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Why a job failed.
 *
 * @param code stable, in snake_case
 * @param param the request's field at fault, or null
 */
public record JobError(
        String code, String message, @Nullable String param) {
    public JobError {
        requireNonNull(code, "code");
        requireNonNull(message, "message");
    }
}
