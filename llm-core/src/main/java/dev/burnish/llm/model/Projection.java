package dev.burnish.llm.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The linear modules of a layer, in the order in which they run.
 */
public enum Projection {
    Q("self_attn.q_proj"),
    K("self_attn.k_proj"),
    V("self_attn.v_proj"),
    O("self_attn.o_proj"),
    GATE("mlp.gate_proj"),
    UP("mlp.up_proj"),
    DOWN("mlp.down_proj");

    private final String path;

    Projection(String path) {
        this.path = path;
    }

    /** Its name inside a layer, such as {@code self_attn.q_proj}. */
    public String path() {
        return path;
    }

    /** The last part of its name, by which PEFT names target modules. */
    public String moduleName() {
        return path.substring(path.indexOf('.') + 1);
    }

    /** The projection that PEFT means by a name of a target module. */
    public static Optional<Projection> named(String moduleName) {
        return Arrays.stream(values())
                .filter(projection -> projection.moduleName().equals(moduleName))
                .findFirst();
    }

    /** Size of what it reads. */
    public int inputs(ModelConfig config) {
        return switch (this) {
            case Q, K, V, GATE, UP -> config.hiddenSize();
            case O -> config.heads() * config.headDimension();
            case DOWN -> config.intermediateSize();
        };
    }

    /** Size of what it gives. */
    public int outputs(ModelConfig config) {
        return switch (this) {
            case Q -> config.heads() * config.headDimension();
            case K, V -> config.keyValueHeads() * config.headDimension();
            case O, DOWN -> config.hiddenSize();
            case GATE, UP -> config.intermediateSize();
        };
    }

    /** Hugging Face's name of the module in a base model. */
    public String module(int layer) {
        return "model.layers." + layer + "." + path;
    }

    /** Projections that are computed as one matrix product, in the order of its rows. */
    public static final List<List<Projection>> FUSED =
            List.of(List.of(Q, K, V), List.of(O), List.of(GATE, UP), List.of(DOWN));
}
