package dev.burnish.evaluation.domain;

import dev.burnish.llm.text.ChatMessage;
import java.util.List;

/** A question with the greedy answers of both models. An answer is correct if, but for white space around it, it is the expected one. */
public record Sample(List<ChatMessage> messages, String expected, String baseAnswer, String tunedAnswer) {

    public Sample {
        messages = List.copyOf(messages);
    }

    public boolean baseCorrect() {
        return matches(baseAnswer);
    }

    public boolean tunedCorrect() {
        return matches(tunedAnswer);
    }

    private boolean matches(String answer) {
        return answer.strip().equals(expected.strip());
    }
}
