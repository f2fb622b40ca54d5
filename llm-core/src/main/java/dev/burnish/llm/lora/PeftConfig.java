package dev.burnish.llm.lora;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.model.Projection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** {@code adapter_config.json}: keys sorted, as PEFT writes it. */
final class PeftConfig {

    private static final String FILE = "adapter_config.json";
    private static final long MAX_BYTES = 1 << 20;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .defaultPrettyPrinter(new DefaultPrettyPrinter()
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(new DefaultIndenter("  ", "\n")))
            .build();

    /** Settings that would change what the adapter computes; they must be absent, null, false or empty. */
    private static final List<String> UNSUPPORTED = List.of(
            "alpha_pattern",
            "rank_pattern",
            "use_dora",
            "use_rslora",
            "use_qalora",
            "use_bdlora",
            "fan_in_fan_out",
            "lora_bias",
            "modules_to_save",
            "layers_to_transform",
            "layers_pattern",
            "layer_replication",
            "exclude_modules",
            "target_parameters",
            "trainable_token_indices",
            "alora_invocation_tokens");

    private PeftConfig() {}

    static void write(Path directory, LoraSettings settings, String baseModelName) throws IOException {
        Map<String, Object> config = new TreeMap<>();
        Stream.of(
                        "auto_mapping",
                        "corda_config",
                        "eva_config",
                        "exclude_modules",
                        "layer_replication",
                        "layers_pattern")
                .forEach(key -> config.put(key, com.fasterxml.jackson.databind.node.NullNode.getInstance()));
        Stream.of(
                        "layers_to_transform",
                        "megatron_config",
                        "modules_to_save",
                        "revision",
                        "target_parameters",
                        "trainable_token_indices")
                .forEach(key -> config.put(key, com.fasterxml.jackson.databind.node.NullNode.getInstance()));
        Stream.of("fan_in_fan_out", "lora_bias", "use_dora", "use_qalora", "use_rslora")
                .forEach(key -> config.put(key, false));
        Stream.of("alpha_pattern", "loftq_config", "rank_pattern").forEach(key -> config.put(key, Map.of()));
        config.put("base_model_name_or_path", baseModelName);
        config.put("bias", "none");
        config.put("inference_mode", true);
        config.put("init_lora_weights", true);
        config.put("lora_alpha", number(settings.alpha()));
        config.put("lora_dropout", settings.dropout());
        config.put("megatron_core", "megatron.core");
        config.put("peft_type", "LORA");
        config.put("r", settings.rank());
        config.put(
                "target_modules",
                Stream.of(Projection.values())
                        .map(Projection::moduleName)
                        .sorted()
                        .toList());
        config.put("task_type", "CAUSAL_LM");
        Files.writeString(
                directory.resolve(FILE), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(config) + "\n");
    }

    /** PEFT writes a whole alpha without a point. */
    private static Number number(double value) {
        return value == Math.rint(value) ? (Number) (long) value : (Number) value;
    }

    static LoraSettings read(Path directory) throws CheckpointException {
        Path file = directory.resolve(FILE);
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new CheckpointException(file, "", "is larger than " + MAX_BYTES + " bytes");
            }
            JsonNode root = JSON.readTree(Files.readAllBytes(file));
            if (!root.path("peft_type").asText("").equals("LORA")) {
                throw new CheckpointException(file, "peft_type", root.path("peft_type") + " is not \"LORA\"");
            }
            if (!root.path("bias").asText("none").equals("none")) {
                throw new CheckpointException(file, "bias", "only \"none\" is supported");
            }
            for (String field : UNSUPPORTED) {
                requireUnset(file, field, root.path(field));
            }
            requireKnownModules(file, root.path("target_modules"));
            return new LoraSettings(
                    root.path("r").asInt(8),
                    root.path("lora_alpha").asDouble(8),
                    root.path("lora_dropout").asDouble(0));
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(file, "", String.valueOf(e.getMessage()), e);
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw new CheckpointException(file, "", "cannot be read: " + e.getMessage(), e);
        }
    }

    private static void requireUnset(Path file, String field, JsonNode value) throws CheckpointException {
        boolean unset = value.isMissingNode() || value.isNull() || (value.isBoolean() && !value.booleanValue());
        if (!unset && !(value.isContainerNode() && value.isEmpty())) {
            throw new CheckpointException(file, field, value + " is not supported");
        }
    }

    private static void requireKnownModules(Path file, JsonNode modules) throws CheckpointException {
        Set<String> known = new java.util.HashSet<>();
        Collections.addAll(
                known,
                Stream.of(Projection.values()).map(Projection::moduleName).toArray(String[]::new));
        if (!modules.isArray()) {
            throw new CheckpointException(file, "target_modules", "must be a list of module names");
        }
        for (JsonNode module : modules) {
            if (!known.contains(module.asText())) {
                throw new CheckpointException(file, "target_modules", module + " is not a linear module of a layer");
            }
        }
    }
}
