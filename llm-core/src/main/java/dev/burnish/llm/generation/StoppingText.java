package dev.burnish.llm.generation;

import dev.burnish.llm.text.TokenStream;
import dev.burnish.llm.text.Tokenizer;
import java.util.List;

/**
 * Text of tokens as they come, up to the first stop string. What may be the beginning of one is kept back until that is decided, so that
 * the text given on never reaches past a stop. Not safe for use by several threads.
 */
public final class StoppingText {

    private final TokenStream stream;
    private final List<String> stops;
    private String held = "";
    private boolean stopped;

    /** @param stops none of them empty; the one that is complete first counts, of several that end together the longest */
    public StoppingText(Tokenizer tokenizer, List<String> stops) {
        if (stops.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("a stop string must not be empty");
        }
        stream = new TokenStream(tokenizer);
        this.stops = List.copyOf(stops);
    }

    /** The text that can be given on with this token, possibly empty. */
    public String add(int token) {
        return stopped ? "" : pass(stream.add(token));
    }

    /** What was kept back, at the end of the tokens. */
    public String finish() {
        if (stopped) {
            return "";
        }
        String rest = pass(stream.finish()) + held;
        held = "";
        return rest;
    }

    /** Whether a stop string came; nothing more is given on then. */
    public boolean stopped() {
        return stopped;
    }

    private String pass(String piece) {
        String text = held + piece;
        int end = cut(text);
        stopped = end >= 0;
        if (!stopped) {
            end = text.length() - undecided(text);
        }
        held = stopped ? "" : text.substring(end);
        return text.substring(0, end);
    }

    /** Where the stop string that counts begins, or -1: the same place however the text is cut into pieces. */
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

    /** Length of the longest end of the text that a stop string begins with. */
    private int undecided(String text) {
        int longest = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, text.length()); length > longest; length--) {
                if (text.endsWith(stop.substring(0, length))) {
                    longest = length;
                }
            }
        }
        return longest;
    }
}
