package dev.burnish.deployment.domain;

import static java.util.Objects.requireNonNull;

import dev.burnish.llm.text.ChatMessage;
import java.util.List;
import java.util.Map;

/** What a model is to continue. */
public sealed interface PromptText {
    /**
     * A conversation, which the base model's chat template turns into text that ends where the assistant answers.
     *
     * @param tools what the assistant may call, as OpenAI's {@code tools}
     * @param severalCalls whether it may make several calls at once
     */
    record Chat(List<ChatMessage> messages, List<Map<String, Object>> tools, boolean severalCalls)
            implements PromptText {
        public Chat {
            messages = List.copyOf(messages);
            tools = List.copyOf(tools);
        }

        /** Without tools. */
        public Chat(List<ChatMessage> messages) {
            this(messages, List.of(), true);
        }

        /** Whether tools are on offer, or were called. */
        public boolean usesTools() {
            return !tools.isEmpty()
                    || messages.stream()
                            .anyMatch(message -> message.role().equals(ChatMessage.TOOL)
                                    || !message.toolCalls().isEmpty());
        }
    }

    /** Text as it is, without a template. */
    record Raw(String text) implements PromptText {
        public Raw {
            requireNonNull(text, "text");
        }
    }
}
