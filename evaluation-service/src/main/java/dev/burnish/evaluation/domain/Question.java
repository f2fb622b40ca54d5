package dev.burnish.evaluation.domain;

import dev.burnish.llm.text.ChatExample;
import dev.burnish.llm.text.ChatMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An example as something to answer: its last learned assistant message is expected after the messages before it.
 *
 * @param tools what the assistant may call, as in {@link ChatExample#tools}
 * @param expected the answer as the example has it
 */
public record Question(List<ChatMessage> messages, List<Map<String, Object>> tools, ChatMessage expected) {

    public Question {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }

    /** Empty for an example in which nothing is learned, or whose answer has no message before it. */
    public static Optional<Question> of(ChatExample example) {
        List<ChatMessage> messages = example.messages();
        for (int i = messages.size() - 1; i > 0; i--) {
            if (messages.get(i).learned()) {
                return Optional.of(new Question(messages.subList(0, i), example.tools(), messages.get(i)));
            }
        }
        return Optional.empty();
    }
}
