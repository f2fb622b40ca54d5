package dev.burnish.formatting.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer read as JSON, with or without a fence around it.
 *
 * @param fields of an object: its keys in alphabetical order with the texts of values that are no object or array, else ""; empty for an array
 */
record AnswerJson(State state, Map<String, String> fields) {
    /** How far the text is JSON. */
    enum State {
        NONE,
        CUT,
        WHOLE
    }

    private static final AnswerJson NONE = new AnswerJson(State.NONE, Map.of());
    private static final AnswerJson CUT = new AnswerJson(State.CUT, Map.of());
    private static final int MAX_DEPTH = 64;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    static AnswerJson of(String answer) {
        String text = withoutFence(answer.strip());
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return NONE;
        }
        try (JsonParser parser = JSON.createParser(text)) {
            return read(parser);
        } catch (JsonEOFException e) {
            return CUT;
        } catch (JsonProcessingException e) {
            return NONE;
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot be read", e);
        }
    }

    private static AnswerJson read(JsonParser parser) throws IOException {
        Map<String, String> fields = new TreeMap<>();
        if (parser.nextToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                JsonToken value = parser.nextToken();
                fields.put(key, value != null && value.isScalarValue() ? parser.getText() : "");
                parser.skipChildren();
            }
        } else {
            parser.skipChildren();
        }
        return parser.nextToken() == null ? new AnswerJson(State.WHOLE, fields) : NONE;
    }

    private static String withoutFence(String text) {
        if (!text.startsWith("```")) {
            return text;
        }
        int start = text.indexOf('\n');
        int end = text.lastIndexOf("```");
        if (start < 0) {
            return text;
        }
        return end > start
                ? text.substring(start, end).strip()
                : text.substring(start).strip();
    }

    boolean isObject() {
        return state == State.WHOLE && !fields.isEmpty();
    }

    /** The keys as one word. */
    String keys() {
        return String.join(", ", fields.keySet());
    }
}
