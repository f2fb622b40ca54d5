package dev.burnish.llm.lora;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.model.Projection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

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

    private static final List<String> WRITTEN_NULL = List.of(
            "auto_mapping",
            "corda_config",
            "eva_config",
            "exclude_modules",
            "layer_replication",
            "layers_pattern",
            "layers_to_transform",
            "megatron_config",
            "modules_to_save",
            "revision",
            "target_parameters",
            "trainable_token_indices");

    /** Settings that would change what the adapter computes; they must be absent, null, false or empty. */
    private static final List<String> UNSUPPORTED = List.of(
            "alora_invocation_tokens",
            "alpha_pattern",
            "arrow_config",
            "exclude_modules",
            "fan_in_fan_out",
            "kasa_config",
            "layer_replication",
            "layers_pattern",
            "layers_to_transform",
            "loftq_config",
            "lora_bias",
            "modules_to_save",
            "monteclora_config",
            "rank_pattern",
            "target_parameters",
            "trainable_token_indices",
            "use_bdlora",
            "use_qalora",
            "velora_config");

    /** Ways to initialise factors that leave the base model's weights as they are. */
    private static final Set<String> INITIALISATIONS = Set.of("true", "false", "gaussian", "eva", "orthogonal");

    private final Path file;
    private final JsonNode root;

    private PeftConfig(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    static void write(Path directory, LoraSettings settings, String baseModelName) throws IOException {
        Map<String, Object> config = new TreeMap<>();
        WRITTEN_NULL.forEach(key -> config.put(key, NullNode.getInstance()));
        List.of("fan_in_fan_out", "lora_bias", "use_qalora").forEach(key -> config.put(key, false));
        List.of("alpha_pattern", "loftq_config", "rank_pattern").forEach(key -> config.put(key, Map.of()));
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
                settings.targets().stream().map(Projection::moduleName).sorted().toList());
        config.put("task_type", "CAUSAL_LM");
        config.put("use_dora", settings.dora());
        config.put("use_rslora", settings.rankStabilised());
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
            return new PeftConfig(file, JSON.readTree(Files.readAllBytes(file))).settings();
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw new CheckpointException(file, "", "cannot be read: " + e.getMessage(), e);
        }
    }

    private LoraSettings settings() throws CheckpointException {
        requireOneOf("peft_type", Set.of("LORA"), "");
        requireOneOf("bias", Set.of("none"), "none");
        requireOneOf("init_lora_weights", INITIALISATIONS, "true");
        for (String field : UNSUPPORTED) {
            JsonNode value = root.path(field);
            boolean unset = value.isMissingNode() || value.isNull() || (value.isBoolean() && !value.booleanValue());
            if (!unset && !(value.isContainerNode() && value.isEmpty())) {
                throw refused(field, value + " is not supported");
            }
        }
        try {
            return new LoraSettings(
                    rank(),
                    number("lora_alpha", 8),
                    number("lora_dropout", 0),
                    targets(),
                    flag("use_rslora"),
                    flag("use_dora"));
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(file, "", String.valueOf(e.getMessage()), e);
        }
    }

    private void requireOneOf(String field, Set<String> allowed, String absent) throws CheckpointException {
        if (!allowed.contains(root.path(field).asText(absent))) {
            throw refused(field, root.path(field) + " is not supported");
        }
    }

    private int rank() throws CheckpointException {
        JsonNode value = root.path("r");
        if (!value.isMissingNode() && !value.canConvertToExactIntegral()) {
            throw refused("r", value + " is not a whole number");
        }
        return value.asInt(8);
    }

    private double number(String field, double absent) throws CheckpointException {
        JsonNode value = root.path(field);
        if (!value.isMissingNode() && !value.isNumber()) {
            throw refused(field, value + " is not a number");
        }
        return value.asDouble(absent);
    }

    private boolean flag(String field) throws CheckpointException {
        JsonNode value = root.path(field);
        if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
            throw refused(field, value + " is neither true nor false");
        }
        return value.asBoolean(false);
    }

    /** A list of module names, or {@code all-linear}; PEFT takes any other text for a regular expression. */
    private Set<Projection> targets() throws CheckpointException {
        JsonNode modules = root.path("target_modules");
        if (modules.asText("").equals("all-linear")) {
            return LoraSettings.ALL_LINEAR;
        }
        if (!modules.isArray() || modules.isEmpty()) {
            throw refused("target_modules", "must be a list of module names or \"all-linear\"");
        }
        Set<Projection> targets = EnumSet.noneOf(Projection.class);
        for (JsonNode module : modules) {
            targets.add(Projection.named(module.asText())
                    .orElseThrow(() -> refused("target_modules", module + " is not a linear module of a layer")));
        }
        return targets;
    }

    private CheckpointException refused(String field, String problem) {
        return new CheckpointException(file, field, problem);
    }
}
