package dev.burnish.deployment.domain;

import static java.util.Objects.requireNonNull;

/**
 * A file in object storage.
 *
 * @param sha256 64 lower-case hex digits
 */
public record StoredFile(String key, long bytes, String sha256) {
    public StoredFile {
        requireNonNull(key, "key");
        if (!requireNonNull(sha256, "sha256").matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("sha256 must be 64 lower-case hex digits");
        }
    }
}
