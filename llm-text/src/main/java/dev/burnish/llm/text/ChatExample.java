package dev.burnish.llm.text;

import java.util.List;

/**
 * One conversation of a data set.
 *
 * @param line the 1-based line of the file it was read from
 */
public record ChatExample(List<ChatMessage> messages, int line) {

    public ChatExample {
        messages = List.copyOf(messages);
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("an example needs at least one message");
        }
        if (line < 1) {
            throw new IllegalArgumentException("line counts from 1, not " + line);
        }
    }
}
