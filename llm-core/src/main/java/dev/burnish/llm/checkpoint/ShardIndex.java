package dev.burnish.llm.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** {@code model.safetensors.index.json}: which files, beside it, the tensors of a model are in. */
final class ShardIndex {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MAX_BYTES = 4L << 20;
    private static final int MAX_SHARDS = 1000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+\\.safetensors");

    private ShardIndex() {}

    /** Names of the shards. */
    static Set<String> read(Path index) throws CheckpointException {
        Set<String> names = new TreeSet<>();
        for (JsonNode name : weightMap(index)) {
            if (!NAME.matcher(name.asText()).matches()) {
                throw new CheckpointException(
                        index, "weight_map", "names " + name + ", which is no safetensors file beside it");
            }
            names.add(name.asText());
        }
        if (names.isEmpty() || names.size() > MAX_SHARDS) {
            throw new CheckpointException(
                    index, "weight_map", "names " + names.size() + " files, allowed are 1 to " + MAX_SHARDS);
        }
        return names;
    }

    private static JsonNode weightMap(Path index) throws CheckpointException {
        try {
            if (Files.size(index) > MAX_BYTES) {
                throw new CheckpointException(index, "", "is larger than " + MAX_BYTES + " bytes");
            }
            return JSON.readTree(Files.readAllBytes(index)).path("weight_map");
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw new CheckpointException(index, "", "cannot be read: " + e.getMessage(), e);
        }
    }
}
