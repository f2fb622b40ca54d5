package dev.burnish.llm.model;

import dev.burnish.llm.checkpoint.CheckpointException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * What {@code config.json} says of a model, whichever family it is of.
 *
 * @param heads attention heads; {@code keyValueHeads} divides it
 * @param headDimension size of one head, even
 * @param maxPositions the longest sequence the model was made for
 * @param tiedEmbeddings whether the output head is the embedding
 * @param biased projections that add a bias; of those that are computed together all or none
 * @param normalisedHeads whether each head of q and k passes an RMSNorm before its rotation
 * @param windows for each layer how many tokens back a token sees, itself included; 0 for all
 */
public record ModelConfig(
        int vocabularySize,
        int hiddenSize,
        int intermediateSize,
        int layers,
        int heads,
        int keyValueHeads,
        int headDimension,
        int maxPositions,
        double rmsNormEpsilon,
        boolean tiedEmbeddings,
        Rope rope,
        Set<Projection> biased,
        boolean normalisedHeads,
        List<Integer> windows) {

    public ModelConfig {
        biased = Set.copyOf(biased);
        windows = List.copyOf(windows);
        if (windows.size() != layers) {
            throw new IllegalArgumentException(windows.size() + " windows for " + layers + " layers");
        }
    }

    /** A model as Llama's: without biases, norms of heads and windows. */
    public ModelConfig(
            int vocabularySize,
            int hiddenSize,
            int intermediateSize,
            int layers,
            int heads,
            int keyValueHeads,
            int headDimension,
            int maxPositions,
            double rmsNormEpsilon,
            boolean tiedEmbeddings,
            Rope rope) {
        this(
                vocabularySize,
                hiddenSize,
                intermediateSize,
                layers,
                heads,
                keyValueHeads,
                headDimension,
                maxPositions,
                rmsNormEpsilon,
                tiedEmbeddings,
                rope,
                Set.of(),
                false,
                Collections.nCopies(layers, 0));
    }

    /** Reads {@code config.json}; what is not supported is refused with its field's name. */
    public static ModelConfig read(Path directory) throws CheckpointException {
        return ModelFamily.read(ConfigFile.open(directory.resolve("config.json")));
    }
}
