package dev.burnish.deployment.rest;

import dev.burnish.deployment.domain.Finish;
import dev.burnish.deployment.domain.PlacedScore;
import dev.burnish.llm.text.ChatMessage.ToolCall;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How an endpoint words a completion: as one body, or as a stream of chunks. Everything it returns is written as JSON. */
interface CompletionShape {
    Object whole(List<Answer> answers, UsageView usage);

    /** The chunk before a choice's first text, if the endpoint has one. */
    Optional<Object> opening(int choice);

    Object piece(int choice, String text, List<PlacedScore> scores);

    /** The chunk with calls of tools, at an endpoint that offers some. */
    Optional<Object> calls(int choice, List<ToolCall> calls);

    Object closing(int choice, Finish finish);

    /** The chunk after the last, for whoever asked for it. */
    Object usage(UsageView usage);

    static String finishReason(Finish finish) {
        return finish.name().toLowerCase(Locale.ROOT);
    }
}
