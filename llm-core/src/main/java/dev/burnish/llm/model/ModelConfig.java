package dev.burnish.llm.model;

import dev.burnish.llm.checkpoint.CheckpointException;
import java.nio.file.Path;

/**
 * What {@code config.json} says of a Llama-type model.
 *
 * @param heads attention heads; {@code keyValueHeads} divides it
 * @param headDimension size of one head, even
 * @param maxPositions the longest sequence the model was made for
 * @param tiedEmbeddings whether the output head is the embedding
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
        Rope rope) {

    /** Reads {@code config.json}; what is not supported is refused with its field's name. */
    public static ModelConfig read(Path directory) throws CheckpointException {
        return ConfigFile.open(directory.resolve("config.json")).model();
    }
}
