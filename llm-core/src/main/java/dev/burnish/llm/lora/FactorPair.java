package dev.burnish.llm.lora;

import dev.burnish.llm.model.ModelConfig;
import dev.burnish.llm.model.Projection;
import java.util.ArrayList;
import java.util.List;

/** One adapted module: its name in PEFT's files and the sizes of its factors, A of [rank, inputs] and B of [outputs, rank]. */
record FactorPair(String module, int rank, int inputs, int outputs) {

    /** Every linear module of the model, in the kernels' order. */
    static List<FactorPair> of(ModelConfig config, int rank) {
        List<FactorPair> pairs = new ArrayList<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            for (Projection projection : Projection.values()) {
                String module = "base_model.model.model.layers." + layer + "." + projection.path();
                pairs.add(new FactorPair(module, rank, projection.inputs(config), projection.outputs(config)));
            }
        }
        return pairs;
    }

    String nameOfA() {
        return module + ".lora_A.weight";
    }

    String nameOfB() {
        return module + ".lora_B.weight";
    }

    List<Long> shapeOfA() {
        return List.of((long) rank, (long) inputs);
    }

    List<Long> shapeOfB() {
        return List.of((long) outputs, (long) rank);
    }
}
