package dev.burnish.evaluation.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.evaluation.domain.Sample;
import dev.burnish.llm.text.ChatMessage;
import java.util.List;

/** Samples as the text of a column. */
final class SampleJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private record SampleRow(List<MessageRow> messages, String expected, String baseAnswer, String tunedAnswer) {}

    private record MessageRow(String role, String content) {}

    private SampleJson() {}

    static String write(List<Sample> samples) {
        List<SampleRow> rows = samples.stream()
                .map(sample -> new SampleRow(
                        sample.messages().stream()
                                .map(message -> new MessageRow(message.role(), message.content()))
                                .toList(),
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
                            row.messages().stream()
                                    .map(message -> new ChatMessage(message.role(), message.content(), false))
                                    .toList(),
                            row.expected(),
                            row.baseAnswer(),
                            row.tunedAnswer()))
                    .toList();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("evaluation.samples is not what was written", e);
        }
    }
}
