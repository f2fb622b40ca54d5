package dev.burnish.llm.text;

import java.util.List;

/**
 * An example as a person can read what the model reads.
 *
 * @param text the rendered conversation
 * @param tokens with their places in the text, in order, up to where training cuts the example off
 * @param truncated whether more follow that training cuts off
 * @param endsTurn whether the last token that is learned ends the assistant's turn
 */
public record ShownExample(String text, List<ShownToken> tokens, boolean truncated, boolean endsTurn) {

    public ShownExample {
        tokens = List.copyOf(tokens);
    }

    /**
     * Characters {@code start} (inclusive) to {@code end} (exclusive) of the text; of several tokens that make up one character, the first has it.
     *
     * @param learned whether training predicts the token
     */
    public record ShownToken(int start, int end, boolean learned) {}
}
