package dev.burnish.deployment.domain;

import dev.burnish.llm.text.ChatMessage.ToolCall;
import java.util.List;

/** What happens to one sequence of a completion, in this order: started, any number of texts, possibly calls of tools, then finished or failed; failed may come first. */
public sealed interface GenerationEvent {
    int choice();

    /** Its turn has come; the model is in memory. */
    record Started(int choice) implements GenerationEvent {}

    /**
     *  text more of the answer, whole code points; empty only where scores are left at the end
     *  scores of the tokens whose text begins here; none unless asked for
     */
    record Text(int choice, String text, List<PlacedScore> scores) implements GenerationEvent {
        public Text {
            scores = List.copyOf(scores);
        }

        /** Without scores. */
        public Text(int choice, String text) {
            this(choice, text, List.of());
        }
    }

    /** @param calls of tools, at least one, behind all text */
    record Called(int choice, List<ToolCall> calls) implements GenerationEvent {
        public Called {
            calls = List.copyOf(calls);
        }
    }

    /** @param tokens the generated tokens, the one that ended the turn included */
    record Finished(int choice, Finish reason, int tokens) implements GenerationEvent {}

    record Failed(int choice, ServingException failure) implements GenerationEvent {}
}
