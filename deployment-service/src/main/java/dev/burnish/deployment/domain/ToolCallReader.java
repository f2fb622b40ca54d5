package dev.burnish.deployment.domain;

import dev.burnish.llm.text.ChatMessage.ToolCall;
import java.util.List;
import java.util.Optional;

/** Keeps back what may be calls of tools in an answer that arrives in pieces. Everything passes where no tools are on offer. */
final class ToolCallReader {
    private final Optional<ToolOffer> offer;
    private String text = "";
    private int passed;

    ToolCallReader(Optional<ToolOffer> offer) {
        this.offer = offer;
    }

    /** The text that can be passed on now, possibly empty. */
    String accept(String piece) {
        if (offer.isEmpty()) {
            return piece;
        }
        text += piece;
        int end = Math.max(passed, offer.get().format().begin(text));
        String passing = text.substring(passed, end);
        passed = end;
        return passing;
    }

    /** The calls that the answer ends with; none if what was kept back is no call after all. */
    List<ToolCall> calls() {
        if (offer.isEmpty()) {
            return List.of();
        }
        List<ToolCall> calls = offer.get().format().calls(rest(), offer.get().names());
        return offer.get().several() || calls.isEmpty() ? calls : calls.subList(0, 1);
    }

    /** What was kept back. */
    String rest() {
        return text.substring(passed);
    }
}
