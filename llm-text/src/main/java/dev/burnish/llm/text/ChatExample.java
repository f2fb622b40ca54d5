package dev.burnish.llm.text;

import java.util.List;
import java.util.Map;

/**
 * One conversation of a data set.
 *
 * @param tools the tools offered to the assistant, as OpenAI's {@code tools}: JSON objects as maps, lists, strings, numbers, booleans and null
 * @param line the 1-based line of the file it was read from
 */
public record ChatExample(List<ChatMessage> messages, List<Map<String, Object>> tools, int line) {

    public ChatExample {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("an example needs at least one message");
        }
        if (line < 1) {
            throw new IllegalArgumentException("line counts from 1, not " + line);
        }
    }

    /** An example without tools. */
    public ChatExample(List<ChatMessage> messages, int line) {
        this(messages, List.of(), line);
    }
}
