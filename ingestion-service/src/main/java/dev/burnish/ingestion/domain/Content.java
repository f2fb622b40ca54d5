package dev.burnish.ingestion.domain;

import static java.util.Objects.requireNonNull;

/**
 * Bytes that lie in object storage.
 *
 * @param bytes how many
 * @param sha256 64 lower-case hex digits
 */
public record Content(String key, long bytes, String sha256) {
    public Content {
        requireNonNull(key, "key");
        requireNonNull(sha256, "sha256");
    }
}
