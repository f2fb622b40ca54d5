package dev.burnish.deployment.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.burnish.deployment.domain.Finish;
import dev.burnish.deployment.domain.PlacedScore;
import dev.burnish.llm.text.ChatMessage.ToolCall;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The words of {@code /v1/chat/completions}.
 *
 * @param tellsLogprobs whether log probabilities were asked for
 */
record ChatShape(CompletionHead head, boolean includeUsage, boolean tellsLogprobs) implements CompletionShape {
    private static final String ASSISTANT = "assistant";

    @Override
    public Object whole(List<Answer> answers, UsageView usage) {
        List<Choice> choices = answers.stream()
                .map(answer -> new Choice(
                        answer.choice(),
                        message(answer),
                        logprobs(answer.scores()),
                        CompletionShape.finishReason(answer.finish())))
                .toList();
        return new Body(head.id(), "chat.completion", head.created(), head.model(), head.fingerprint(), choices, usage);
    }

    @Override
    public Optional<Object> opening(int choice) {
        return Optional.of(chunk(choice, new Delta(ASSISTANT, "", null), null, null));
    }

    @Override
    public Object piece(int choice, String text, List<PlacedScore> scores) {
        return chunk(choice, new Delta(null, text, null), logprobs(scores), null);
    }

    @Override
    public Optional<Object> calls(int choice, List<ToolCall> calls) {
        return Optional.of(chunk(choice, new Delta(null, null, ToolCallView.streamed(calls)), null, null));
    }

    @Override
    public Object closing(int choice, Finish finish) {
        return chunk(choice, new Delta(null, null, null), null, CompletionShape.finishReason(finish));
    }

    @Override
    public Object usage(UsageView usage) {
        return chunk(List.of(), usage);
    }

    private static Message message(Answer answer) {
        if (answer.calls().isEmpty()) {
            return new Message(ASSISTANT, answer.text(), null, null);
        }
        String text = answer.text().isEmpty() ? null : answer.text();
        return new Message(ASSISTANT, text, null, ToolCallView.whole(answer.calls()));
    }

    private @Nullable ChatLogprobs logprobs(List<PlacedScore> scores) {
        return tellsLogprobs ? ChatLogprobs.of(scores) : null;
    }

    private Chunk chunk(int choice, Delta delta, @Nullable ChatLogprobs logprobs, @Nullable String finishReason) {
        return chunk(
                List.of(new ChunkChoice(choice, delta, logprobs, finishReason)),
                includeUsage ? NullNode.instance : null);
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
            int index, Message message, @Nullable ChatLogprobs logprobs, String finishReason) {}

    @JsonNaming(SnakeCaseStrategy.class)
    private record Message(
            String role,
            @Nullable String content,
            @Nullable String refusal,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<ToolCallView> toolCalls) {}

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
            @Nullable ChatLogprobs logprobs,
            @Nullable String finishReason) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Delta(
            @Nullable String role,
            @Nullable String content,
            @Nullable List<ToolCallView> toolCalls) {}
}
