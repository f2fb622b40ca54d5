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
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.formatting.domain.Fault;
import dev.burnish.formatting.domain.InvalidRowException;
import java.util.Map;
import java.util.Set;

/** Reads JSON strictly and within limits. */
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

    /** A row: one object. */
    static ObjectNode read(String text) throws InvalidRowException {
        JsonNode row = readAny(text);
        if (!(row instanceof ObjectNode object)) {
            throw new InvalidRowException(
                    Fault.NOT_AN_OBJECT,
                    "the row must be a JSON object, not " + JsonTypes.name(row)
                            + ". Write every example as an object, in JSON Lines each on a line of its own.");
        }
        return object;
    }

    /** Whatever JSON the text is. */
    static JsonNode readAny(String text) throws InvalidRowException {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw broken(e);
        }
    }

    private static InvalidRowException broken(JsonProcessingException e) {
        if (e instanceof JsonEOFException || e.getOriginalMessage().startsWith("Unexpected end-of-input")) {
            return new InvalidRowException(
                    Fault.INCOMPLETE_JSON,
                    "the JSON object ends too early. Write each example on one line, with its line breaks as \\n.");
        }
        if (e instanceof StreamConstraintsException) {
            return new InvalidRowException(
                    Fault.JSON_LIMIT,
                    "the JSON breaks a limit: at most " + MAX_DEPTH
                            + " levels of nesting, and 1000 digits in a number. Simplify the row.");
        }
        int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
        if (e instanceof MismatchedInputException) {
            return new InvalidRowException(
                    Fault.TRAILING_CONTENT,
                    "something follows the JSON object at column " + column
                            + ". Write each example on a line of its own.");
        }
        String message = e.getOriginalMessage();
        if (message.startsWith("Duplicate field")) {
            return new InvalidRowException(
                    Fault.DUPLICATE_KEY, "a key occurs twice: " + JsonTypes.shown(message) + ". Keep one of them.");
        }
        return new InvalidRowException(
                Fault.INVALID_JSON,
                "not valid JSON at column " + column + ": "
                        + JsonTypes.shown(message.lines().findFirst().orElse("")) + ".");
    }

    /** What none of the known rows has would be lost. */
    static void refuseOtherKeys(JsonNode object, Set<String> known) throws InvalidRowException {
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            if (!known.contains(property.getKey())) {
                throw new InvalidRowException(
                        Fault.UNKNOWN_KEY, "unknown key " + JsonTypes.quote(property.getKey()) + ". Remove it.");
            }
        }
    }

    /** Whether the key is there with more than null. */
    static boolean has(JsonNode object, String key) {
        return object.hasNonNull(key);
    }
}
