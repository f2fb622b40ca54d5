package dev.burnish.llm.model;

import dev.burnish.llm.checkpoint.ArraySlot;
import dev.burnish.llm.checkpoint.ArraySlot.Part;
import java.util.ArrayList;
import java.util.List;

/** The weights' list that the kernels take, by the names of Hugging Face's tensors. */
final class WeightSlot {

    static final int EMBEDDING = 0;
    static final int HEAD = 1;
    static final int FREQUENCIES = 4;
    static final int CONSTANTS = 5;
    static final int WINDOWS = 6;

    private WeightSlot() {}

    /** The slots of a model in the kernels' order. A tied head has the embedding's slot once more. */
    static List<ArraySlot> of(ModelConfig config) {
        Part embedding = new Part("model.embed_tokens.weight", config.vocabularySize(), config.hiddenSize());
        Part head = new Part("lm_head.weight", config.vocabularySize(), config.hiddenSize());
        List<ArraySlot> slots = new ArrayList<>();
        slots.add(ArraySlot.of(embedding));
        slots.add(ArraySlot.of(config.tiedEmbeddings() ? embedding : head));
        slots.add(ArraySlot.EMPTY);
        slots.add(ArraySlot.of(new Part("model.norm.weight", config.hiddenSize(), 0)));
        slots.addAll(List.of(ArraySlot.EMPTY, ArraySlot.EMPTY, ArraySlot.EMPTY));
        for (int layer = 0; layer < config.layers(); layer++) {
            slots.add(norm(layer, "input_layernorm", config.hiddenSize()));
            addMatrix(slots, config, layer, 0);
            slots.add(headNorm(config, layer, "q_norm"));
            slots.add(headNorm(config, layer, "k_norm"));
            addMatrix(slots, config, layer, 1);
            slots.add(norm(layer, "post_attention_layernorm", config.hiddenSize()));
            addMatrix(slots, config, layer, 2);
            addMatrix(slots, config, layer, 3);
        }
        return slots;
    }

    /** Fused weights, the scales that only quantised weights have, and their bias. */
    private static void addMatrix(List<ArraySlot> slots, ModelConfig config, int layer, int group) {
        List<Part> weights = new ArrayList<>();
        List<Part> biases = new ArrayList<>();
        for (Projection projection : Projection.FUSED.get(group)) {
            String module = projection.module(layer);
            int outputs = projection.outputs(config);
            weights.add(new Part(module + ".weight", outputs, projection.inputs(config)));
            if (config.biased().contains(projection)) {
                biases.add(new Part(module + ".bias", outputs, 0));
            }
        }
        slots.add(new ArraySlot(weights));
        slots.add(ArraySlot.EMPTY);
        slots.add(new ArraySlot(biases));
    }

    private static ArraySlot norm(int layer, String module, int size) {
        return ArraySlot.of(new Part("model.layers." + layer + "." + module + ".weight", size, 0));
    }

    private static ArraySlot headNorm(ModelConfig config, int layer, String module) {
        return config.normalisedHeads() ? norm(layer, "self_attn." + module, config.headDimension()) : ArraySlot.EMPTY;
    }
}
