package dev.burnish.ingestion.domain;

import java.util.List;

/**
 * Part of a list.
 *
 * @param more whether items follow
 */
public record Page<T>(List<T> items, boolean more) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * @param found in order, one more than {@code limit} if there is one more
     */
    public static <T> Page<T> cut(List<T> found, int limit) {
        return found.size() > limit ? new Page<>(found.subList(0, limit), true) : new Page<>(found, false);
    }
}
