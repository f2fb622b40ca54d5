package dev.burnish.kit.work;

import static java.util.Objects.requireNonNull;

/**
 * A piece of work that one worker has for now.
 *
 * @param fence larger than every earlier claim's of this work: what is written outside the database carries it, so that a worker that has lost its claim without knowing
 *     cannot touch what its successor writes
 * @param attempt 1 for the first since the work last made progress
 */
public record Claim(String id, String payload, long fence, int attempt) {
    public Claim {
        requireNonNull(id, "id");
        requireNonNull(payload, "payload");
    }
}
