package dev.burnish.llm.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Two answers to one conversation, of which one is wished. Nothing is learned in the conversation itself.
 *
 * @param input the conversation, at least one message
 * @param tools the tools offered to the assistant, as in {@link ChatExample}
 * @param preferred the assistant message that is wished
 * @param other the assistant message that is not
 * @param line the 1-based line of the file it was read from
 */
public record PreferenceExample(
        List<ChatMessage> input, List<Map<String, Object>> tools, ChatMessage preferred, ChatMessage other, int line) {

    public PreferenceExample {
        if (input.isEmpty()) {
            throw new IllegalArgumentException("a preference needs at least one message before the answers");
        }
        input = input.stream().map(message -> learned(message, false)).toList();
        tools = List.copyOf(tools);
        preferred = learned(preferred, true);
        other = learned(other, true);
    }

    private static ChatMessage learned(ChatMessage message, boolean learned) {
        return new ChatMessage(message.role(), message.content(), learned, message.toolCalls(), message.toolCallId());
    }

    /** The conversation with the answer that is wished, which alone is learned. */
    public ChatExample preferredExample() {
        return with(preferred);
    }

    /** The conversation with the answer that is not wished, which alone counts. */
    public ChatExample otherExample() {
        return with(other);
    }

    private ChatExample with(ChatMessage answer) {
        List<ChatMessage> messages = new ArrayList<>(input);
        messages.add(answer);
        return new ChatExample(messages, tools, line);
    }
}
