package dev.burnish.llm.lora;

import dev.burnish.llm.checkpoint.ArraySlot;
import dev.burnish.llm.checkpoint.ArraySlot.Part;
import dev.burnish.llm.model.ModelConfig;
import dev.burnish.llm.model.Projection;
import java.util.ArrayList;
import java.util.List;

/**
 * One array of an adapter's list that the kernels take, by the names of PEFT's tensors.
 *
 * @param layer counts from 0
 * @param projection the one it belongs to, or the first of those that share it
 * @param stored empty if the adapter does not have it
 */
record AdapterSlot(Kind kind, int layer, Projection projection, ArraySlot stored) {

    enum Kind {
        /** The A factors, [rank, inputs] each, of all targets of a group, one below the other. */
        A("lora_A.weight"),
        /** The B factor, [outputs, rank], of one projection. */
        B("lora_B.weight"),
        /** The DoRA magnitudes, [outputs], of one projection. */
        MAGNITUDE("lora_magnitude_vector");

        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }
    }

    /** The slots of an adapter in the kernels' order, which the scale precedes. */
    static List<AdapterSlot> of(ModelConfig config, LoraSettings settings) {
        List<AdapterSlot> slots = new ArrayList<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            for (List<Projection> group : Projection.FUSED) {
                slots.add(of(Kind.A, layer, group, config, settings));
                for (Kind kind : List.of(Kind.B, Kind.MAGNITUDE)) {
                    for (Projection projection : group) {
                        slots.add(of(kind, layer, List.of(projection), config, settings));
                    }
                }
            }
        }
        return slots;
    }

    private static AdapterSlot of(
            Kind kind, int layer, List<Projection> projections, ModelConfig config, LoraSettings settings) {
        boolean has = kind != Kind.MAGNITUDE || settings.dora();
        List<Part> parts = projections.stream()
                .filter(projection -> has && settings.targets().contains(projection))
                .map(projection -> part(kind, layer, projection, config, settings.rank()))
                .toList();
        return new AdapterSlot(kind, layer, projections.getFirst(), new ArraySlot(parts));
    }

    private static Part part(Kind kind, int layer, Projection projection, ModelConfig config, int rank) {
        String name = "base_model.model." + projection.module(layer) + "." + kind.suffix;
        int outputs = projection.outputs(config);
        return switch (kind) {
            case A -> new Part(name, rank, projection.inputs(config));
            case B -> new Part(name, outputs, rank);
            case MAGNITUDE -> new Part(name, outputs, 0);
        };
    }
}
