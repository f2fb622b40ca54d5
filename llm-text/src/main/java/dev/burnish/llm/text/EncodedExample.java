package dev.burnish.llm.text;

import java.util.Objects;

/**
 * One example as a model reads it.
 *
 * @param tokens token ids from the start of the conversation
 * @param learned as long as {@code tokens}; true where the token itself is to be predicted by training
 * @param line the 1-based line of the file it was read from
 */
// The arrays are shared, not copied: a data set holds millions of tokens, and everybody who gets one only reads.
@SuppressWarnings("ArrayRecordComponent")
public record EncodedExample(int[] tokens, boolean[] learned, int line) {

    public EncodedExample {
        Objects.requireNonNull(tokens, "tokens is null");
        if (tokens.length != learned.length) {
            throw new IllegalArgumentException(
                    "tokens and learned differ in length: " + tokens.length + " and " + learned.length);
        }
    }

    /** Tokens that training predicts. The first token of a sequence has nothing before it and never counts. */
    public int learnedTokens() {
        int count = 0;
        for (int i = 1; i < learned.length; i++) {
            if (learned[i]) {
                count++;
            }
        }
        return count;
    }
}
