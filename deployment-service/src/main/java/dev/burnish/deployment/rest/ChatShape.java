package dev.burnish.deployment.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.burnish.deployment.domain.Finish;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The words of {@code /v1/chat/completions}. */
record ChatShape(CompletionHead head, boolean includeUsage) implements CompletionShape {
    private static final String ASSISTANT = "assistant";

    @Override
    public Object whole(List<Answer> answers, UsageView usage) {
        List<Choice> choices = answers.stream()
                .map(answer -> new Choice(
                        answer.choice(),
                        new Message(ASSISTANT, answer.text(), null),
                        null,
                        CompletionShape.finishReason(answer.finish())))
                .toList();
        return new Body(head.id(), "chat.completion", head.created(), head.model(), head.fingerprint(), choices, usage);
    }

    @Override
    public Optional<Object> opening(int choice) {
        return Optional.of(chunk(choice, new Delta(ASSISTANT, ""), null));
    }

    @Override
    public Object piece(int choice, String text) {
        return chunk(choice, new Delta(null, text), null);
    }

    @Override
    public Object closing(int choice, Finish finish) {
        return chunk(choice, new Delta(null, null), CompletionShape.finishReason(finish));
    }

    @Override
    public Object usage(UsageView usage) {
        return chunk(List.of(), usage);
    }

    private Chunk chunk(int choice, Delta delta, @Nullable String finishReason) {
        return chunk(
                List.of(new ChunkChoice(choice, delta, null, finishReason)), includeUsage ? NullNode.instance : null);
    }

    private Chunk chunk(List<ChunkChoice> choices, @Nullable Object usage) {
        return new Chunk(
                head.id(), "chat.completion.chunk", head.created(), head.model(), head.fingerprint(), choices, usage);
    }

    @JsonNaming(SnakeCaseStrategy.class)
    private record Body(
            String id,
            String object,
            long created,
            String model,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String systemFingerprint,

            List<Choice> choices,
            UsageView usage) {}

    @JsonNaming(SnakeCaseStrategy.class)
    private record Choice(
            int index, Message message, @Nullable Object logprobs, String finishReason) {}

    private record Message(
            String role, String content, @Nullable String refusal) {}

    /** @param usage left out when null; {@link NullNode} writes a null */
    @JsonNaming(SnakeCaseStrategy.class)
    private record Chunk(
            String id,
            String object,
            long created,
            String model,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String systemFingerprint,

            List<ChunkChoice> choices,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Object usage) {}

    @JsonNaming(SnakeCaseStrategy.class)
    private record ChunkChoice(
            int index,
            Delta delta,
            @Nullable Object logprobs,
            @Nullable String finishReason) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Delta(@Nullable String role, @Nullable String content) {}
}
