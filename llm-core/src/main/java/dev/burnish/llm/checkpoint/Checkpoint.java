package dev.burnish.llm.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The weights of a model directory: {@code model.safetensors}, or the shards that {@code model.safetensors.index.json} lists. */
public final class Checkpoint implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MAX_INDEX_BYTES = 32L << 20;

    private final Path main;
    private final Map<String, SafetensorsFile> files;
    private final Map<String, SafetensorsFile> fileOfTensor;

    private Checkpoint(Path main, Map<String, SafetensorsFile> files, Map<String, SafetensorsFile> fileOfTensor) {
        this.main = main;
        this.files = files;
        this.fileOfTensor = fileOfTensor;
    }

    public static Checkpoint open(Path directory) throws CheckpointException {
        Path single = directory.resolve("model.safetensors");
        Path index = directory.resolve("model.safetensors.index.json");
        if (Files.exists(single) || !Files.exists(index)) {
            return of(single, Set.of("model.safetensors"), directory);
        }
        return of(index, shards(index), directory);
    }

    private static Set<String> shards(Path index) throws CheckpointException {
        try {
            if (Files.size(index) > MAX_INDEX_BYTES) {
                throw new CheckpointException(index, "", "is larger than " + MAX_INDEX_BYTES + " bytes");
            }
            Set<String> names = new TreeSet<>();
            for (JsonNode name : JSON.readTree(Files.readAllBytes(index)).path("weight_map")) {
                String shard = name.asText();
                if (!shard.endsWith(".safetensors")
                        || !Path.of(shard).equals(Path.of(shard).getFileName())) {
                    throw new CheckpointException(
                            index, "weight_map", "names \"" + shard + "\", which is no safetensors file beside it");
                }
                names.add(shard);
            }
            return names;
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw new CheckpointException(index, "", "cannot be read: " + e.getMessage(), e);
        }
    }

    private static Checkpoint of(Path main, Set<String> names, Path directory) throws CheckpointException {
        Checkpoint checkpoint = new Checkpoint(main, new LinkedHashMap<>(), new HashMap<>());
        try {
            for (String name : names) {
                checkpoint.add(name, SafetensorsFile.open(directory.resolve(name)));
            }
            return checkpoint;
        } catch (CheckpointException e) {
            checkpoint.close();
            throw e;
        }
    }

    private void add(String name, SafetensorsFile file) throws CheckpointException {
        files.put(name, file);
        for (String tensor : file.tensors().keySet()) {
            if (fileOfTensor.put(tensor, file) != null) {
                throw new CheckpointException(file.file(), tensor, "is in two files");
            }
        }
    }

    /** The file that holds the tensor; a missing tensor is an error that names it. */
    public SafetensorsFile fileOf(String tensor) throws CheckpointException {
        SafetensorsFile file = fileOfTensor.get(tensor);
        if (file == null) {
            throw new CheckpointException(main, tensor, "is missing");
        }
        return file;
    }

    @Override
    public void close() throws CheckpointException {
        for (SafetensorsFile file : files.values()) {
            file.close();
        }
    }
}
