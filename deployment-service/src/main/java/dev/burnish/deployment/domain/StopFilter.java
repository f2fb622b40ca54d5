package dev.burnish.deployment.domain;

import java.util.List;

/** Cuts a text that arrives in pieces at its first stop sequence, and keeps back what may be the beginning of one. Not safe for several threads. */
public final class StopFilter {
    private final List<String> stops;
    private String held = "";
    private boolean stopped;

    public StopFilter(List<String> stops) {
        if (stops.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("a stop sequence must not be empty");
        }
        this.stops = List.copyOf(stops);
    }

    /** The text that can be passed on now, possibly empty. Nothing passes after a stop sequence. */
    public String accept(String piece) {
        if (stopped) {
            return "";
        }
        String text = held + piece;
        int cut = cut(text);
        if (cut >= 0) {
            stopped = true;
            held = "";
            return text.substring(0, cut);
        }
        int passed = text.length() - heldLength(text);
        held = text.substring(passed);
        return text.substring(0, passed);
    }

    /** What was kept back and turned out to be no stop sequence, at the end of the text. */
    public String rest() {
        String rest = held;
        held = "";
        return rest;
    }

    public boolean stopped() {
        return stopped;
    }

    /** Where the stop sequence that is complete first begins, or -1: the same place however the text is cut into pieces. */
    private int cut(String text) {
        int cut = -1;
        int firstEnd = Integer.MAX_VALUE;
        for (String stop : stops) {
            int start = text.indexOf(stop);
            int end = start + stop.length();
            if (start >= 0 && (end < firstEnd || (end == firstEnd && start < cut))) {
                cut = start;
                firstEnd = end;
            }
        }
        return cut;
    }

    /** Length of the longest end of the text that a stop sequence begins with. */
    private int heldLength(String text) {
        int longest = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, text.length()); length > longest; length--) {
                if (text.startsWith(stop.substring(0, length), text.length() - length)) {
                    longest = length;
                }
            }
        }
        return longest;
    }
}
