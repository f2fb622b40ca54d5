package dev.burnish.formatting.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.burnish.formatting.domain.InvalidRowException;
import java.util.Map;
import java.util.Set;

/** Reads a line as a JSON object, strictly. */
final class JsonRow {
    static final int MAX_DEPTH = 32;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build());
    }

    private JsonRow() {}

    static JsonNode read(String text) throws InvalidRowException {
        JsonNode row;
        try {
            row = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new InvalidRowException(describe(e));
        }
        if (!row.isObject()) {
            throw new InvalidRowException("the line must be a JSON object, not " + JsonTypes.name(row)
                    + ". Write one example per line, each as an object.");
        }
        return row;
    }

    private static String describe(JsonProcessingException e) {
        if (e instanceof JsonEOFException) {
            return "the JSON object ends too early. Write each example on one line, with its line breaks as \\n.";
        }
        if (e instanceof StreamConstraintsException) {
            return "the JSON breaks a limit: at most " + MAX_DEPTH
                    + " levels of nesting, and 1000 digits in a number. Simplify the row.";
        }
        int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
        if (e instanceof MismatchedInputException) {
            return "something follows the JSON object at column " + column
                    + ". Write each example on a line of its own.";
        }
        String message = e.getOriginalMessage();
        if (message.startsWith("Duplicate field")) {
            return "a key occurs twice: " + message + ". Keep one of them.";
        }
        return "not valid JSON at column " + column + ": "
                + message.lines().findFirst().orElse("") + ".";
    }

    /** What none of the known rows has would be lost. */
    static void refuseOtherKeys(JsonNode object, Set<String> known) throws InvalidRowException {
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            if (!known.contains(property.getKey())) {
                throw new InvalidRowException("unknown key " + JsonTypes.quote(property.getKey()) + ". Remove it.");
            }
        }
    }
}
