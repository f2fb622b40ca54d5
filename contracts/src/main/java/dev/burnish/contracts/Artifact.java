package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

/**
 * A thing in object storage that an event points to.
 *
 * @param bytes its size, at least 0
 * @param sha256 64 lower-case hex digits
 */
public record Artifact(String key, long bytes, String sha256) {
    public Artifact {
        requireNonNull(key, "key");
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes is " + bytes + ", must be at least 0");
        }
        if (!requireNonNull(sha256, "sha256").matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("sha256 must be 64 lower-case hex digits");
        }
    }
}
