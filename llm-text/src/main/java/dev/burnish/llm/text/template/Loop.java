package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.Values.Undefined;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The {@code loop} variable. It takes elements one at a time and looks ahead only when asked, so that the condition of a loop sees what its
 * body changed, as in jinja2.
 */
final class Loop {

    private Iterator<Object> rest;
    private Optional<Object> previous = Optional.empty();
    private Optional<Object> current = Optional.empty();
    private Optional<Object> next = Optional.empty();
    private long index0 = -1;
    private long length;

    /** @param length the number of elements, or -1 if only looping tells */
    Loop(Iterator<Object> items, long length) {
        this.rest = items;
        this.length = length;
    }

    boolean hasNext() {
        if (next.isEmpty() && rest.hasNext()) {
            next = Optional.of(rest.next());
        }
        return next.isPresent();
    }

    Object advance() {
        previous = current;
        current = next;
        next = Optional.empty();
        index0++;
        return current.orElseThrow();
    }

    long length() {
        if (length < 0) {
            List<Object> all = new ArrayList<>();
            rest.forEachRemaining(all::add);
            rest = all.iterator();
            length = index0 + 1 + next.stream().count() + all.size();
        }
        return length;
    }

    Object attribute(String name) {
        return switch (name) {
            case "index" -> index0 + 1;
            case "index0" -> index0;
            case "first" -> index0 == 0;
            case "last" -> !hasNext();
            case "length" -> length();
            case "revindex" -> length() - index0;
            case "revindex0" -> length() - index0 - 1;
            case "previtem" -> previous.orElseGet(() -> new Undefined("there is no previous item"));
            case "nextitem" -> hasNext() ? next.orElseThrow() : new Undefined("there is no next item");
            case "cycle", "changed", "depth", "depth0" ->
                throw Failure.unsupported("loop." + name + " is not supported");
            default -> new Undefined("loop has no attribute '" + name + "'");
        };
    }
}
