package dev.burnish.deployment.domain;

import static java.util.Objects.requireNonNull;

import dev.burnish.llm.text.ChatMessage;
import java.util.List;

/** What a model is to continue. */
public sealed interface PromptText {
    /** A conversation, which the base model's chat template turns into text that ends where the assistant answers. */
    record Chat(List<ChatMessage> messages) implements PromptText {
        public Chat {
            messages = List.copyOf(messages);
        }
    }

    /** Text as it is, without a template. */
    record Raw(String text) implements PromptText {
        public Raw {
            requireNonNull(text, "text");
        }
    }
}
