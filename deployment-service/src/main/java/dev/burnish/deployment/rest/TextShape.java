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
 * The words of {@code /v1/completions}, whose chunks look like its body.
 *
 * @param tellsLogprobs whether log probabilities were asked for
 */
record TextShape(CompletionHead head, boolean includeUsage, boolean tellsLogprobs) implements CompletionShape {
    @Override
    public Object whole(List<Answer> answers, UsageView usage) {
        List<Choice> choices = answers.stream()
                .map(answer -> new Choice(
                        answer.text(),
                        answer.choice(),
                        logprobs(answer.scores()),
                        CompletionShape.finishReason(answer.finish())))
                .toList();
        return body(choices, usage);
    }

    @Override
    public Optional<Object> opening(int choice) {
        return Optional.empty();
    }

    @Override
    public Object piece(int choice, String text, List<PlacedScore> scores) {
        return chunk(choice, text, logprobs(scores), null);
    }

    @Override
    public Optional<Object> calls(int choice, List<ToolCall> calls) {
        return Optional.empty();
    }

    @Override
    public Object closing(int choice, Finish finish) {
        return chunk(choice, "", null, CompletionShape.finishReason(finish));
    }

    @Override
    public Object usage(UsageView usage) {
        return body(List.of(), usage);
    }

    private @Nullable TextLogprobs logprobs(List<PlacedScore> scores) {
        return tellsLogprobs ? TextLogprobs.of(scores) : null;
    }

    private Body chunk(int choice, String text, @Nullable TextLogprobs logprobs, @Nullable String finishReason) {
        return body(List.of(new Choice(text, choice, logprobs, finishReason)), includeUsage ? NullNode.instance : null);
    }

    private Body body(List<Choice> choices, @Nullable Object usage) {
        return new Body(head.id(), "text_completion", head.created(), head.model(), head.fingerprint(), choices, usage);
    }

    /** @param usage left out when null; {@link NullNode} writes a null */
    @JsonNaming(SnakeCaseStrategy.class)
    private record Body(
            String id,
            String object,
            long created,
            String model,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String systemFingerprint,

            List<Choice> choices,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Object usage) {}

    @JsonNaming(SnakeCaseStrategy.class)
    private record Choice(
            String text,
            int index,
            @Nullable TextLogprobs logprobs,
            @Nullable String finishReason) {}
}
