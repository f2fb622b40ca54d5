package dev.burnish.llm.text;

import java.util.Arrays;

/**
 * Text of tokens as they come. A character whose bytes are spread over several tokens is given when it is whole. Not safe for use by
 * several threads.
 */
public final class TokenStream {

    private static final char UNFINISHED = '\uFFFD';

    private final Tokenizer tokenizer;
    // Tokens from the last text given on: what was given is decoded again together with what follows, because some
    // tokenizers decode a
    // token differently at the start of a text.
    private int[] window = new int[0];
    private int given;

    public TokenStream(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** The text that this token completes; empty if it ends inside a character. */
    public String add(int token) {
        window = Arrays.copyOf(window, window.length + 1);
        window[window.length - 1] = token;
        String text = fresh();
        if (text.isEmpty() || text.charAt(text.length() - 1) == UNFINISHED) {
            return "";
        }
        window = Arrays.copyOfRange(window, given, window.length);
        given = window.length;
        return text;
    }

    /** What is left at the end: bytes that never became a character, as U+FFFD. */
    public String finish() {
        String text = fresh();
        given = window.length;
        return text;
    }

    private String fresh() {
        String before = tokenizer.decode(Arrays.copyOf(window, given));
        String all = tokenizer.decode(window);
        return all.length() <= before.length() ? "" : all.substring(before.length());
    }
}
