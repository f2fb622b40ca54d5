package dev.burnish.formatting.domain;

import java.util.List;
import java.util.Map;

/**
 * Which column of a file holds which part of an example.
 *
 * @param byPart the column's name by part, one of {@link #PARTS}; empty to have them guessed from the columns' names
 */
public record Columns(Map<String, String> byPart) {
    /** What a column can hold. */
    public static final List<String> PARTS =
            List.of("messages", "tools", "system", "prompt", "input", "completion", "chosen", "rejected");

    public static final Columns GUESSED = new Columns(Map.of());

    public Columns {
        byPart = Map.copyOf(byPart);
        if (!PARTS.containsAll(byPart.keySet())) {
            throw new IllegalArgumentException("the parts are " + PARTS + ", not " + byPart.keySet());
        }
    }

    public boolean areGuessed() {
        return byPart.isEmpty();
    }
}
