package dev.burnish.llm.model;

import java.util.ArrayList;
import java.util.List;

/**
 * One array of the list that the kernels take, made of one or several stored tensors one below the other.
 *
 * @param trained false for what is no stored tensor: frequencies and epsilon
 */
record WeightSlot(List<Part> parts, boolean trained) {

    /** A stored tensor by Hugging Face's name; {@code columns} is 0 for a vector. */
    record Part(String name, int rows, int columns) {

        List<Long> shape() {
            return columns == 0 ? List.of((long) rows) : List.of((long) rows, (long) columns);
        }
    }

    static final int EMBEDDING = 0;
    static final int HEAD = 1;
    static final int FREQUENCIES = 4;
    static final int CONSTANTS = 5;
    static final int WINDOWS = 6;
    private static final WeightSlot NOTHING = new WeightSlot(List.of(), false);

    private static WeightSlot of(Part... parts) {
        return new WeightSlot(List.of(parts), true);
    }

    /** The slots of a model in the kernels' order. A tied head has the embedding's slot once more. */
    static List<WeightSlot> of(ModelConfig config) {
        Part embedding = new Part("model.embed_tokens.weight", config.vocabularySize(), config.hiddenSize());
        List<WeightSlot> slots = new ArrayList<>();
        slots.add(of(embedding));
        slots.add(of(
                config.tiedEmbeddings()
                        ? embedding
                        : new Part("lm_head.weight", config.vocabularySize(), config.hiddenSize())));
        slots.add(NOTHING);
        slots.add(of(new Part("model.norm.weight", config.hiddenSize(), 0)));
        slots.addAll(List.of(NOTHING, NOTHING, NOTHING));
        for (int layer = 0; layer < config.layers(); layer++) {
            String prefix = "model.layers." + layer + ".";
            slots.add(of(new Part(prefix + "input_layernorm.weight", config.hiddenSize(), 0)));
            slots.addAll(List.of(fused(config, layer, 0), NOTHING, NOTHING, NOTHING, NOTHING));
            slots.addAll(List.of(fused(config, layer, 1), NOTHING, NOTHING));
            slots.add(of(new Part(prefix + "post_attention_layernorm.weight", config.hiddenSize(), 0)));
            slots.addAll(List.of(fused(config, layer, 2), NOTHING, NOTHING));
            slots.addAll(List.of(fused(config, layer, 3), NOTHING, NOTHING));
        }
        return slots;
    }

    private static WeightSlot fused(ModelConfig config, int layer, int group) {
        return new WeightSlot(
                Projection.FUSED.get(group).stream()
                        .map(projection -> new Part(
                                projection.weight(layer), projection.outputs(config), projection.inputs(config)))
                        .toList(),
                true);
    }
}
