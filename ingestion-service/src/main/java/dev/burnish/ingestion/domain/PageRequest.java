package dev.burnish.ingestion.domain;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted.
 *
 * @param after the id of the last item seen; null for the beginning
 * @param limit at most so many items, at least 1
 */
public record PageRequest(@Nullable String after, int limit) {
    public PageRequest {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is " + limit + ", must be at least 1");
        }
    }
}
