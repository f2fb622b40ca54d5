package dev.burnish.evaluation.persistence;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.evaluation.domain.Sample;
import dev.burnish.llm.text.ChatMessage;
import dev.burnish.llm.text.ChatMessage.ToolCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Samples as the text of a column. */
final class SampleJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private record SampleRow(List<MessageRow> messages, String expected, String baseAnswer, String tunedAnswer) {}

    /**
     * @param toolCalls null where there are none
     * @param toolCallId null but for a tool's message
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record MessageRow(
            String role,
            String content,
            @Nullable List<ToolCall> toolCalls,
            @Nullable String toolCallId) {
        static MessageRow of(ChatMessage message) {
            return new MessageRow(
                    message.role(),
                    message.content(),
                    message.toolCalls().isEmpty() ? null : message.toolCalls(),
                    message.toolCallId());
        }

        ChatMessage message() {
            return new ChatMessage(role, content, false, toolCalls == null ? List.of() : toolCalls, toolCallId);
        }
    }

    private SampleJson() {}

    static String write(List<Sample> samples) {
        List<SampleRow> rows = samples.stream()
                .map(sample -> new SampleRow(
                        sample.messages().stream().map(MessageRow::of).toList(),
                        sample.expected(),
                        sample.baseAnswer(),
                        sample.tunedAnswer()))
                .toList();
        try {
            // PostgreSQL's text holds no U+0000, and a model may well answer with one; the escape is the same JSON
            // string.
            return JSON.writeValueAsString(rows);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("samples must be writable as JSON", e);
        }
    }

    static List<Sample> read(String json) {
        try {
            List<SampleRow> rows = JSON.readValue(json, new TypeReference<>() {});
            return rows.stream()
                    .map(row -> new Sample(
                            row.messages().stream().map(MessageRow::message).toList(),
                            row.expected(),
                            row.baseAnswer(),
                            row.tunedAnswer()))
                    .toList();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("evaluation.samples is not what was written", e);
        }
    }
}
