package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** The shards of a set whose first is known; null, as events of before have it, means that there is no other. */
    static List<Artifact> shards(Artifact first, @Nullable List<Artifact> shards) {
        if (shards == null) {
            return List.of(first);
        }
        if (shards.isEmpty() || !shards.getFirst().equals(first)) {
            throw new IllegalArgumentException("the shards of " + first.key() + " must begin with it");
        }
        return List.copyOf(shards);
    }
}
