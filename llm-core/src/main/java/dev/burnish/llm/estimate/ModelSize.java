package dev.burnish.llm.estimate;

import dev.burnish.llm.Precision;
import dev.burnish.llm.kernel.Quantisation;
import dev.burnish.llm.lora.LoraSettings;
import dev.burnish.llm.model.ModelConfig;
import dev.burnish.llm.model.Projection;
import java.util.List;

/** Counts of a model's parameters, from its configuration. */
public record ModelSize(ModelConfig config) {

    /** Parameters of the matrices that each token is multiplied with: every projection of every layer, and the head. */
    public long multiplied() {
        long layer = 0;
        for (Projection projection : Projection.values()) {
            layer += (long) projection.inputs(config) * projection.outputs(config);
        }
        return config.layers() * layer + vocabulary();
    }

    /** All parameters; a tied head counts once. */
    public long parameters() {
        long layer = 2L * config.hiddenSize() + (config.normalisedHeads() ? 2L * config.headDimension() : 0);
        for (Projection projection : config.biased()) {
            layer += projection.outputs(config);
        }
        long embedding = config.tiedEmbeddings() ? 0 : vocabulary();
        return multiplied() + embedding + config.layers() * layer + config.hiddenSize();
    }

    /** Bytes of a model whose projections are kept in fewer bits, and of the largest of them while it is brought back for a product. */
    long quantised(Precision precision, Quantisation quantisation) {
        double layer = 0;
        long largest = 0;
        for (List<Projection> group : Projection.FUSED) {
            int inputs = group.getFirst().inputs(config);
            long outputs = group.stream()
                    .mapToInt(projection -> projection.outputs(config))
                    .sum();
            layer += quantisation.bytes(outputs, inputs, precision);
            largest = Math.max(largest, outputs * inputs);
        }
        long rest = parameters() - multiplied() + vocabulary();
        return (long) (config.layers() * layer)
                + rest * precision.bytes()
                + largest * quantisation.bytesBringingBack(precision);
    }

    /** Parameters of an adapter. */
    public long adapter(LoraSettings settings) {
        long layer = 0;
        for (Projection projection : settings.targets()) {
            layer += (long) settings.rank() * (projection.inputs(config) + projection.outputs(config));
            layer += settings.dora() ? projection.outputs(config) : 0;
        }
        return config.layers() * layer;
    }

    /** Inner values of the adapter's factors per token in one layer. */
    long ranks(LoraSettings settings) {
        return (long) settings.rank() * settings.targets().size();
    }

    private long vocabulary() {
        return (long) config.vocabularySize() * config.hiddenSize();
    }

    /** Values per token that a layer keeps for its backward pass, the ranks of an adapter left out. */
    long keptValues() {
        long query = Projection.Q.outputs(config);
        long key = Projection.K.outputs(config);
        long attention = (query + 2 * key) + (query + key) + query;
        return 2L * config.hiddenSize() + attention + 3L * config.intermediateSize();
    }

    /** Values per token that exist for a moment while one layer's gradients are computed. */
    long passingValues() {
        long query = Projection.Q.outputs(config);
        return List.of(6L * config.intermediateSize(), 4L * config.hiddenSize(), 6 * query).stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
