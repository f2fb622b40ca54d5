package dev.burnish.evaluation.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.burnish.contracts.PreferenceScores;
import dev.burnish.evaluation.domain.Comparison;
import dev.burnish.evaluation.domain.Evaluation;
import dev.burnish.evaluation.domain.Sample;
import dev.burnish.llm.text.ChatMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An evaluation as the API shows it and as it lies in storage.
 *
 * @param object always {@code evaluation}
 * @param createdAt Unix time in seconds
 * @param model the tuned model's name
 * @param examples validation examples, which count for loss and perplexity
 * @param answeredExamples those of them that both models answered, which count for the exact match
 * @param samples every answered example; absent in lists
 */
@JsonNaming(SnakeCaseStrategy.class)
public record EvaluationReport(
        String object,
        String fineTuningJob,
        long createdAt,
        String model,
        String baseModel,
        int examples,
        int answeredExamples,
        Scores base,
        Scores tuned,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<AnsweredExample> samples) {

    /** With every sample. */
    public static EvaluationReport of(Evaluation evaluation, Comparison comparison) {
        return of(
                evaluation,
                comparison,
                comparison.samples().stream().map(AnsweredExample::of).toList());
    }

    /** Without samples. */
    public static EvaluationReport summaryOf(Evaluation evaluation, Comparison comparison) {
        return of(evaluation, comparison, null);
    }

    private static EvaluationReport of(
            Evaluation evaluation, Comparison comparison, @Nullable List<AnsweredExample> samples) {
        return new EvaluationReport(
                "evaluation",
                evaluation.jobId(),
                evaluation.createdAt().getEpochSecond(),
                evaluation.model(),
                evaluation.baseModel(),
                comparison.examples(),
                comparison.answered(),
                Scores.of(comparison.base()),
                Scores.of(comparison.tuned()),
                samples);
    }

    /**
     * @param loss mean negative log likelihood per learned token, in nats; absent, as is the perplexity, where a provider answers, who does not tell it
     * @param exactMatch share of answered examples whose answer is the expected one but for white space around it, 0 to 1
     * @param preferences absent but in dpo jobs
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Scores(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Double loss,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Double perplexity,

            double exactMatch,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Preferences preferences) {
        static Scores of(dev.burnish.contracts.Scores scores) {
            PreferenceScores preferences = scores.preferences();
            return new Scores(
                    scores.loss(),
                    scores.perplexity(),
                    scores.exactMatch(),
                    preferences == null ? null : new Preferences(preferences.accuracy(), preferences.loss()));
        }
    }

    /**
     * Of a dpo job.
     *
     * @param accuracy share of pairs whose preferred answer has a higher log probability than the other, 0 to 1
     * @param loss mean preference loss per pair in nats; ln 2 for the base model
     */
    public record Preferences(double accuracy, double loss) {}

    /** A validation example with the greedy answers of both models. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record AnsweredExample(
            List<Message> messages,
            String expected,
            String baseAnswer,
            String tunedAnswer,
            boolean baseCorrect,
            boolean tunedCorrect) {
        static AnsweredExample of(Sample sample) {
            return new AnsweredExample(
                    sample.messages().stream().map(Message::of).toList(),
                    sample.expected(),
                    sample.baseAnswer(),
                    sample.tunedAnswer(),
                    sample.baseCorrect(),
                    sample.tunedCorrect());
        }
    }

    /**
     * A message that stands before the answer.
     *
     * @param toolCalls absent where it calls no tool
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Message(
            String role,
            String content,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ToolCall> toolCalls) {
        static Message of(ChatMessage message) {
            return new Message(
                    message.role(),
                    message.content(),
                    message.toolCalls().stream()
                            .map(call -> new ToolCall(call.name(), call.arguments()))
                            .toList());
        }
    }

    /** @param arguments a JSON object as text */
    public record ToolCall(String name, String arguments) {}
}
