package dev.burnish.ingestion.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.burnish.ingestion.domain.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A JSON object of a request, read strictly: every error names the parameter by its path. An absent field and one that is null are the same. */
final class JsonFields {
    private static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_DEPTH = 32;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final JsonNode json;
    private final String path;

    private JsonFields(JsonNode json, String path) {
        this.json = json;
        this.path = path;
    }

    /** Reads the whole body, at most 64 KiB of it, and throws away the rest, which the HTTP server would gather in memory. */
    static byte[] body(InputStream body) throws IOException {
        byte[] bytes;
        try (body) {
            bytes = body.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new RefusedException(
                    RefusedException.Kind.TOO_LARGE,
                    "The body is larger than the limit of " + MAX_BYTES + " bytes.",
                    null,
                    "body_too_large");
        }
        return bytes;
    }

    static JsonFields parse(byte[] body) throws IOException {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw RefusedException.invalid(
                    "We could not parse the JSON body of your request: " + e.getOriginalMessage(),
                    null,
                    "invalid_json");
        }
        if (json == null || !json.isObject()) {
            throw RefusedException.invalid("The body of your request must be a JSON object.", null, "invalid_json");
        }
        return new JsonFields(json, "");
    }

    /** The path of a field, as errors name it. */
    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** Refuses fields of other names, so that a misspelt one is not silently left out. */
    JsonFields allowOnly(Set<String> names) {
        json.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                throw RefusedException.invalid(
                        "Unknown parameter: '" + path(name) + "'.", path(name), "unknown_parameter");
            }
        });
        return this;
    }

    boolean has(String name) {
        return json.hasNonNull(name);
    }

    boolean isEmptyArray(String name) {
        return json.path(name).isArray() && json.path(name).isEmpty();
    }

    boolean isText(String name, String text) {
        return text.equals(json.path(name).textValue());
    }

    String requiredText(String name) {
        String text = text(name);
        if (text == null) {
            throw RefusedException.invalid(
                    "Missing required parameter: '" + path(name) + "'.", path(name), "missing_required_parameter");
        }
        return text;
    }

    @Nullable
    String text(String name) {
        return has(name) ? text(path(name), json.path(name)) : null;
    }

    @Nullable
    JsonFields object(String name) {
        if (!has(name)) {
            return null;
        }
        if (!json.path(name).isObject()) {
            throw wrongType(path(name), "an object", json.path(name));
        }
        return new JsonFields(json.path(name), path(name));
    }

    @Nullable
    Map<String, String> texts(String name) {
        JsonFields object = object(name);
        if (object == null) {
            return null;
        }
        Map<String, String> texts = new LinkedHashMap<>();
        object.json.properties().forEach(entry -> {
            storable(object.path, entry.getKey());
            texts.put(entry.getKey(), text(object.path(entry.getKey()), entry.getValue()));
        });
        return texts;
    }

    @Nullable
    Long integer(String name, long min, long max) {
        if (!has(name)) {
            return null;
        }
        JsonNode value = json.path(name);
        if (!value.isIntegralNumber()) {
            throw wrongType(path(name), "an integer", value);
        }
        if (!value.canConvertToLong() || value.longValue() < min || value.longValue() > max) {
            throw RefusedException.invalid(
                    "Invalid '" + path(name) + "': it must be from " + min + " to " + max + ".",
                    path(name),
                    "invalid_value");
        }
        return value.longValue();
    }

    /** A finite number. */
    @Nullable
    Double number(String name) {
        if (!has(name)) {
            return null;
        }
        JsonNode value = json.path(name);
        if (!value.isNumber()) {
            throw wrongType(path(name), "a number", value);
        }
        if (!Double.isFinite(value.doubleValue())) {
            throw RefusedException.invalid(
                    "Invalid '" + path(name) + "': it must be a finite number.", path(name), "invalid_value");
        }
        return value.doubleValue();
    }

    @Nullable
    Double numberAbove0(String name) {
        Double number = number(name);
        if (number != null && number <= 0) {
            throw RefusedException.invalid(
                    "Invalid '" + path(name) + "': it must be above 0.", path(name), "invalid_value");
        }
        return number;
    }

    boolean flag(String name, boolean absent) {
        if (has(name) && !json.path(name).isBoolean()) {
            throw wrongType(path(name), "a boolean", json.path(name));
        }
        return has(name) ? json.path(name).booleanValue() : absent;
    }

    @Nullable
    List<String> list(String name) {
        if (!has(name)) {
            return null;
        }
        if (!json.path(name).isArray()) {
            throw wrongType(path(name), "an array of strings", json.path(name));
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode item : json.path(name)) {
            texts.add(text(path(name) + "[" + texts.size() + "]", item));
        }
        return texts;
    }

    private static String text(String path, JsonNode value) {
        if (!value.isTextual()) {
            throw wrongType(path, "a string", value);
        }
        return storable(path, value.textValue());
    }

    /** PostgreSQL stores no NUL, and half of a surrogate pair is no character. */
    private static String storable(String path, String text) {
        if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw RefusedException.invalid(
                    "Invalid '" + path + "': it must be well-formed text without NUL characters.",
                    path,
                    "invalid_value");
        }
        return text;
    }

    private static RefusedException wrongType(String path, String expected, JsonNode value) {
        return RefusedException.invalid(
                "Invalid type for '" + path + "': expected " + expected + ", but got "
                        + switch (value.getNodeType()) {
                            case ARRAY -> "an array";
                            case OBJECT, POJO -> "an object";
                            case STRING, BINARY -> "a string";
                            case BOOLEAN -> "a boolean";
                            case NUMBER -> "a number";
                            case NULL, MISSING -> "nothing";
                        }
                        + " instead.",
                path,
                "invalid_type");
    }
}
