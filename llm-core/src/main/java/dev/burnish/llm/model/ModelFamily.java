package dev.burnish.llm.model;

import static dev.burnish.llm.model.Projection.DOWN;
import static dev.burnish.llm.model.Projection.GATE;
import static dev.burnish.llm.model.Projection.K;
import static dev.burnish.llm.model.Projection.O;
import static dev.burnish.llm.model.Projection.Q;
import static dev.burnish.llm.model.Projection.UP;
import static dev.burnish.llm.model.Projection.V;

import dev.burnish.llm.checkpoint.CheckpointException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Families of models, by the {@code model_type} of {@code config.json}: what of one architecture each of them has. Fields, their defaults
 * and their meaning are those of the family's configuration class in transformers 5.23.
 */
enum ModelFamily {
    /** Llama 2, 3, 3.1 and 3.2. */
    LLAMA("llama", AttentionBias.AS_STATED, true, false, Windows.NONE),
    MISTRAL("mistral", AttentionBias.NONE, false, false, Windows.EVERY_LAYER),
    /** Qwen 2 and 2.5. */
    QWEN2("qwen2", AttentionBias.INPUTS, false, false, Windows.UPPER_LAYERS),
    QWEN3("qwen3", AttentionBias.AS_STATED, false, true, Windows.UPPER_LAYERS);

    private enum AttentionBias {
        NONE,
        /** Of q, k and v, whatever the file says. */
        INPUTS,
        /** Of q, k, v and o if {@code attention_bias} is true. */
        AS_STATED
    }

    /** Which layers see a window of tokens only. */
    private enum Windows {
        NONE,
        EVERY_LAYER,
        UPPER_LAYERS
    }

    private static final int MAX_SIZE = 1 << 20;
    private static final int MAX_LAYERS = 1000;
    private static final int MAX_POSITIONS = 1 << 24;
    private static final int DEFAULT_WINDOW = 4096;
    private static final int DEFAULT_WINDOW_LAYERS = 28;
    private static final String SLIDING = "sliding_attention";
    private static final String FULL = "full_attention";

    private final String modelType;
    private final AttentionBias attentionBias;
    private final boolean readsMlpBias;
    private final boolean normalisedHeads;
    private final Windows windows;

    ModelFamily(
            String modelType,
            AttentionBias attentionBias,
            boolean readsMlpBias,
            boolean normalisedHeads,
            Windows windows) {
        this.modelType = modelType;
        this.attentionBias = attentionBias;
        this.readsMlpBias = readsMlpBias;
        this.normalisedHeads = normalisedHeads;
        this.windows = windows;
    }

    static ModelConfig read(ConfigFile file) throws CheckpointException {
        String type = file.text("model_type", "");
        for (ModelFamily family : values()) {
            if (family.modelType.equals(type)) {
                return family.config(file);
            }
        }
        String known = Arrays.stream(values()).map(family -> family.modelType).collect(Collectors.joining(", "));
        throw file.refused("model_type", "\"" + type + "\" is not one of " + known);
    }

    private ModelConfig config(ConfigFile file) throws CheckpointException {
        if (!file.text("hidden_act", "silu").equals("silu")) {
            throw file.refused("hidden_act", "\"" + file.text("hidden_act", "") + "\" is not supported, only \"silu\"");
        }
        if (file.has("quantization_config")) {
            throw file.refused("quantization_config", "quantised weights are not supported");
        }
        int hidden = file.size("hidden_size", MAX_SIZE);
        int heads = file.size("num_attention_heads", MAX_SIZE);
        int keyValueHeads = file.size("num_key_value_heads", MAX_SIZE, heads);
        if (heads % keyValueHeads != 0) {
            throw file.refused("num_key_value_heads", keyValueHeads + " does not divide num_attention_heads " + heads);
        }
        int layers = file.size("num_hidden_layers", MAX_LAYERS);
        int headDimension = headDimension(file, hidden, heads);
        int positions = file.whole("max_position_embeddings", 2, MAX_POSITIONS);
        return new ModelConfig(
                file.size("vocab_size", MAX_SIZE),
                hidden,
                file.size("intermediate_size", MAX_SIZE),
                layers,
                heads,
                keyValueHeads,
                headDimension,
                positions,
                file.positive("rms_norm_eps", 1e-6),
                file.flag("tie_word_embeddings", false),
                RopeFields.read(file, headDimension, positions),
                biased(file),
                normalisedHeads,
                windows(file, layers));
    }

    private static int headDimension(ConfigFile file, int hidden, int heads) throws CheckpointException {
        boolean stated = file.has("head_dim");
        if (!stated && hidden % heads != 0) {
            throw file.refused("num_attention_heads", heads + " does not divide hidden_size " + hidden);
        }
        int dimension = stated ? file.size("head_dim", MAX_SIZE) : hidden / heads;
        if (dimension % 2 != 0) {
            throw file.refused("head_dim", dimension + " is odd");
        }
        if ((long) heads * dimension > MAX_SIZE) {
            throw file.refused("head_dim", "times num_attention_heads must be at most " + MAX_SIZE);
        }
        return dimension;
    }

    private Set<Projection> biased(ConfigFile file) throws CheckpointException {
        Set<Projection> all = EnumSet.noneOf(Projection.class);
        if (attentionBias == AttentionBias.INPUTS) {
            all.addAll(List.of(Q, K, V));
        }
        if (attentionBias == AttentionBias.AS_STATED && file.flag("attention_bias", false)) {
            all.addAll(List.of(Q, K, V, O));
        }
        if (readsMlpBias && file.flag("mlp_bias", false)) {
            all.addAll(List.of(GATE, UP, DOWN));
        }
        return all;
    }

    private List<Integer> windows(ConfigFile file, int layers) throws CheckpointException {
        int window = window(file);
        int first = windows == Windows.UPPER_LAYERS && window > 0
                ? file.names("max_window_layers")
                        ? file.whole("max_window_layers", 0, Integer.MAX_VALUE)
                        : DEFAULT_WINDOW_LAYERS
                : 0;
        List<String> types = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            types.add(window > 0 && layer >= first ? SLIDING : FULL);
        }
        if (file.has("layer_types")) {
            List<String> stated = file.texts("layer_types", layers);
            boolean possible = windows == Windows.UPPER_LAYERS
                    ? stated.stream().allMatch(type -> type.equals(FULL) || (type.equals(SLIDING) && window > 0))
                    : stated.equals(types);
            if (!possible) {
                throw file.refused("layer_types", "does not agree with the window of " + modelType + " layers");
            }
            types = stated;
        }
        return types.stream().map(type -> type.equals(SLIDING) ? window : 0).toList();
    }

    /** The window of layers that have one; 0 if none has. A field that is null means no window, one that is absent the default. */
    private int window(ConfigFile file) throws CheckpointException {
        boolean used = switch (windows) {
            case NONE -> false;
            case EVERY_LAYER -> true;
            case UPPER_LAYERS -> file.flag("use_sliding_window", false);
        };
        if (!used) {
            return 0;
        }
        return file.size("sliding_window", MAX_POSITIONS, file.names("sliding_window") ? 0 : DEFAULT_WINDOW);
    }
}
