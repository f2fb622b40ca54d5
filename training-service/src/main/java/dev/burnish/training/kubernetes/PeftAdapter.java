package dev.burnish.training.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.RunFailedException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** An adapter in PEFT's layout that somebody else has made: before it is passed on, its files must be what their names say. Whether it fits its base is evaluation's affair. */
final class PeftAdapter {
    static final String CONFIG = "adapter_config.json";
    static final String WEIGHTS = "adapter_model.safetensors";

    /** The format's own limit. */
    private static final long MOST_HEADER_BYTES = 100_000_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private PeftAdapter() {}

    /** @throws RunFailedException {@code BACKEND_FAILED}, with what is wrong */
    static void check(Path directory) throws RunFailedException, IOException {
        try {
            checkConfig(JSON.readTree(directory.resolve(CONFIG).toFile()));
            checkWeights(directory.resolve(WEIGHTS));
        } catch (JsonProcessingException e) {
            throw wrong("what should be JSON is not: " + e.getOriginalMessage());
        }
    }

    private static void checkConfig(JsonNode config) throws RunFailedException {
        if (!config.path("peft_type").asText().equals("LORA")
                || config.path("r").asInt() < 1) {
            throw wrong(CONFIG + " must have the peft_type LORA and an r of at least 1");
        }
    }

    /** Header and places of tensors, after the description of the safetensors format: its length as 8 little-endian bytes, JSON, the tensors' bytes. */
    private static void checkWeights(Path file) throws RunFailedException, IOException {
        JsonNode header;
        long room;
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            while (length.hasRemaining() && channel.read(length) >= 0) {}
            long bytes = length.hasRemaining() ? -1 : length.getLong(0);
            room = Files.size(file) - Long.BYTES - bytes;
            if (bytes < 2 || bytes > MOST_HEADER_BYTES || room < 0) {
                throw wrong(WEIGHTS + " is no safetensors file, or was cut off");
            }
            ByteBuffer text = ByteBuffer.allocate(Math.toIntExact(bytes));
            while (text.hasRemaining() && channel.read(text) >= 0) {}
            header = JSON.readTree(new String(text.array(), StandardCharsets.UTF_8));
        }
        long factors = 0;
        for (Map.Entry<String, JsonNode> tensor : header.properties()) {
            if (tensor.getKey().equals("__metadata__")) {
                continue;
            }
            JsonNode offsets = tensor.getValue().path("data_offsets");
            long begin = offsets.path(0).asLong(-1);
            long end = offsets.path(1).asLong(-1);
            if (begin < 0 || end < begin || end > room) {
                throw wrong(WEIGHTS + " has no bytes for " + tensor.getKey() + ": it was cut off");
            }
            String other = tensor.getKey().replace(".lora_A.", ".lora_B.");
            if (!other.equals(tensor.getKey())) {
                factors++;
                if (!header.has(other)) {
                    throw wrong(WEIGHTS + " has " + tensor.getKey() + ", but no " + other);
                }
            }
        }
        if (factors == 0) {
            throw wrong(WEIGHTS + " has no factors of LoRA");
        }
    }

    private static RunFailedException wrong(String what) {
        return new RunFailedException(
                Reason.BACKEND_FAILED,
                "The adapter that was trained cannot be used: " + what + ". The training image has to be mended.",
                null);
    }
}
