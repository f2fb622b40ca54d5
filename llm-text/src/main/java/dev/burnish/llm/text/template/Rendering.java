package dev.burnish.llm.text.template;

import java.util.List;

/**
 * A rendered template.
 *
 * @param generations what {@code {% generation %}} blocks wrote, in order
 */
public record Rendering(String text, List<Span> generations) {

    public Rendering {
        generations = List.copyOf(generations);
    }

    /** Characters {@code start} (inclusive) to {@code end} (exclusive) of the text, counted as {@link String} does. */
    public record Span(int start, int end) {}
}
