package dev.burnish.deployment.domain;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** What a model is to continue. */
public sealed interface PromptText {
    /** A conversation, which the base model's chat template turns into text that ends where the assistant answers. */
    record Chat(List<Turn> turns) implements PromptText {
        public Chat {
            turns = List.copyOf(turns);
        }
    }

    /** Text as it is, without a template. */
    record Raw(String text) implements PromptText {
        public Raw {
            requireNonNull(text, "text");
        }
    }
}
