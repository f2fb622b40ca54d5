package dev.burnish.llm.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.model.Rope.Llama3Scaling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a {@code config.json} field by field. */
final class ConfigFile {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MAX_BYTES = 1 << 20;
    private static final int MAX_SIZE = 1 << 24;

    private final Path file;
    private final JsonNode root;

    private ConfigFile(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    static ConfigFile open(Path file) throws CheckpointException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new CheckpointException(file, "", "is larger than " + MAX_BYTES + " bytes");
            }
            return new ConfigFile(file, JSON.readTree(Files.readAllBytes(file)));
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw new CheckpointException(file, "", "cannot be read: " + e.getMessage(), e);
        }
    }

    ModelConfig model() throws CheckpointException {
        requireText("model_type", "llama");
        requireText("hidden_act", "silu");
        requireFalse("attention_bias");
        requireFalse("mlp_bias");
        if (root.hasNonNull("quantization_config")) {
            throw unsupported("quantization_config", "quantized weights are not supported");
        }
        int hidden = size("hidden_size");
        int heads = size("num_attention_heads");
        int keyValueHeads = root.hasNonNull("num_key_value_heads") ? size("num_key_value_heads") : heads;
        if (heads % keyValueHeads != 0) {
            throw unsupported("num_key_value_heads", keyValueHeads + " does not divide num_attention_heads " + heads);
        }
        if (!root.hasNonNull("head_dim") && hidden % heads != 0) {
            throw unsupported("num_attention_heads", heads + " does not divide hidden_size " + hidden);
        }
        int headDimension = root.hasNonNull("head_dim") ? size("head_dim") : hidden / heads;
        if (headDimension % 2 != 0) {
            throw unsupported("head_dim", headDimension + " is odd");
        }
        return new ModelConfig(
                size("vocab_size"),
                hidden,
                size("intermediate_size"),
                size("num_hidden_layers"),
                heads,
                keyValueHeads,
                headDimension,
                size("max_position_embeddings"),
                number(root, "rms_norm_eps", 1e-6),
                root.path("tie_word_embeddings").asBoolean(false),
                rope());
    }

    /** Two dialects: {@code rope_theta} with {@code rope_scaling}, or {@code rope_parameters} with both. */
    private Rope rope() throws CheckpointException {
        if (number(root, "partial_rotary_factor", 1) != 1) {
            throw unsupported("partial_rotary_factor", "only 1 is supported");
        }
        String field = root.hasNonNull("rope_parameters") ? "rope_parameters" : "rope_scaling";
        JsonNode settings = root.path(field);
        double theta = number(settings, "rope_theta", number(root, "rope_theta", 10_000));
        String type = settings.path("rope_type").asText(settings.path("type").asText("default"));
        return switch (type) {
            case "default" -> new Rope(theta, null);
            case "llama3" ->
                new Rope(
                        theta,
                        new Llama3Scaling(
                                required(settings, field, "factor"),
                                required(settings, field, "low_freq_factor"),
                                required(settings, field, "high_freq_factor"),
                                (int) required(settings, field, "original_max_position_embeddings")));
            default -> throw unsupported(field + ".rope_type", "\"" + type + "\" is not one of default, llama3");
        };
    }

    private double required(JsonNode settings, String parent, String field) throws CheckpointException {
        double value = number(settings, field, Double.NaN);
        if (!(value > 0)) {
            throw unsupported(parent + "." + field, "must be a positive number");
        }
        return value;
    }

    private double number(JsonNode node, String field, double absent) throws CheckpointException {
        if (!node.hasNonNull(field)) {
            return absent;
        }
        double value = node.get(field).asDouble(Double.NaN);
        if (!(value > 0) || Double.isInfinite(value)) {
            throw unsupported(field, "must be a positive number, not " + node.get(field));
        }
        return value;
    }

    private int size(String field) throws CheckpointException {
        JsonNode value = root.path(field);
        if (!value.isIntegralNumber() || value.longValue() < 1 || value.longValue() > MAX_SIZE) {
            throw unsupported(field, "must be a whole number from 1 to " + MAX_SIZE + ", not " + value);
        }
        return value.intValue();
    }

    private void requireText(String field, String only) throws CheckpointException {
        if (!root.path(field).asText("").equals(only)) {
            throw unsupported(field, root.path(field) + " is not supported, only \"" + only + "\"");
        }
    }

    private void requireFalse(String field) throws CheckpointException {
        if (root.path(field).asBoolean(false)) {
            throw unsupported(field, "true is not supported");
        }
    }

    private CheckpointException unsupported(String field, String problem) {
        return new CheckpointException(file, field, problem);
    }
}
