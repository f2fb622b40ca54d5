package dev.burnish.llm.model;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.burnish.llm.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Typed access to the fields of a {@code config.json}, or of an object inside it. A field that is null counts as absent. */
final class ConfigFile {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final long MAX_BYTES = 1 << 20;

    private final Path file;
    private final String prefix;
    private final JsonNode root;

    private ConfigFile(Path file, String prefix, JsonNode root) {
        this.file = file;
        this.prefix = prefix;
        this.root = root;
    }

    static ConfigFile open(Path file) throws CheckpointException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new CheckpointException(file, "", "is larger than " + MAX_BYTES + " bytes");
            }
            JsonNode root = JSON.readTree(Files.readAllBytes(file));
            if (!root.isObject()) {
                throw new CheckpointException(file, "", "is not a JSON object");
            }
            return new ConfigFile(file, "", root);
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw new CheckpointException(file, "", "cannot be read: " + e.getMessage(), e);
        }
    }

    boolean has(String field) {
        return root.hasNonNull(field);
    }

    /** Whether the file names the field, be it null. */
    boolean names(String field) {
        return root.has(field);
    }

    /** The object in a field; an empty one if the field is absent. */
    ConfigFile section(String field) throws CheckpointException {
        JsonNode value = has(field) ? root.get(field) : JSON.createObjectNode();
        if (!value.isObject()) {
            throw refused(field, "must be an object");
        }
        return new ConfigFile(file, prefix + field + ".", value);
    }

    boolean isEmpty() {
        return root.isEmpty();
    }

    /** Fails if a field is an object: settings for some layers where one is expected for all. */
    void requireFlat() throws CheckpointException {
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (field.getValue().isObject()) {
                throw refused(field.getKey(), "is an object; settings for some layers only are not supported");
            }
        }
    }

    /** A whole number from 1 to {@code most}. */
    int size(String field, int most) throws CheckpointException {
        return whole(field, 1, most);
    }

    int size(String field, int most, int absent) throws CheckpointException {
        return has(field) ? size(field, most) : absent;
    }

    /** A whole number from {@code least} to {@code most}. */
    int whole(String field, int least, int most) throws CheckpointException {
        JsonNode value = root.path(field);
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < least
                || value.intValue() > most) {
            throw refused(field, "must be a whole number from " + least + " to " + most + ", not " + shown(value));
        }
        return value.intValue();
    }

    /** A positive number that is finite also in fp32. */
    double positive(String field) throws CheckpointException {
        return positive(field, root.path(field));
    }

    double positive(String field, double absent) throws CheckpointException {
        return has(field) ? positive(field) : absent;
    }

    private double positive(String field, JsonNode value) throws CheckpointException {
        double number = value.isNumber() ? value.doubleValue() : Double.NaN;
        if (!((float) number > 0) || Float.isInfinite((float) number)) {
            throw refused(field, "must be a positive number, not " + shown(value));
        }
        return number;
    }

    /** A list of that many positive numbers. */
    List<Double> positives(String field, int count) throws CheckpointException {
        JsonNode value = root.path(field);
        if (!value.isArray() || value.size() != count) {
            throw refused(field, "must be a list of " + count + " numbers");
        }
        List<Double> numbers = new ArrayList<>();
        for (JsonNode number : value) {
            numbers.add(positive(field, number));
        }
        return numbers;
    }

    boolean flag(String field, boolean absent) throws CheckpointException {
        if (!has(field)) {
            return absent;
        }
        if (!root.get(field).isBoolean()) {
            throw refused(field, "must be true or false, not " + shown(root.get(field)));
        }
        return root.get(field).booleanValue();
    }

    String text(String field, String absent) throws CheckpointException {
        if (!has(field)) {
            return absent;
        }
        if (!root.get(field).isTextual()) {
            throw refused(field, "must be a text, not " + shown(root.get(field)));
        }
        return root.get(field).textValue();
    }

    /** A list of that many texts. */
    List<String> texts(String field, int count) throws CheckpointException {
        JsonNode value = root.path(field);
        if (!value.isArray() || value.size() != count) {
            throw refused(field, "must be a list of " + count + " texts");
        }
        List<String> texts = new ArrayList<>();
        value.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    CheckpointException refused(String field, String problem) {
        return new CheckpointException(file, prefix + field, problem);
    }

    private static String shown(JsonNode value) {
        return value.isContainerNode() ? "a list or an object" : value.toString();
    }
}
