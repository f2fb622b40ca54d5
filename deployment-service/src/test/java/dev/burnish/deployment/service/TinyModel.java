package dev.burnish.deployment.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.kit.testing.RealParts;
import dev.burnish.llm.checkpoint.SafetensorsWriter;
import dev.burnish.llm.checkpoint.SafetensorsWriter.Source;
import dev.burnish.llm.checkpoint.StoredType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The base model that ships with the project, and adapters of it that say something else, each by its seed. */
final class TinyModel {
    static final String NAME = "burnish-tiny";
    static final Path FOLDER =
            Path.of("..", "examples", "models", NAME).toAbsolutePath().normalize();

    static final int VOCABULARY = 4096;

    private static final int LAYERS = 4;
    private static final int HIDDEN = 256;
    private static final int INNER = 704;
    private static final ObjectMapper JSON = new ObjectMapper();

    private TinyModel() {}

    /** Adds it to the service's base models. */
    static void add(Service service) {
        String model = "{\"directory\":\"%s\",\"name\":\"%s\"}".formatted(FOLDER, NAME);
        assertThat(service.post("/operator/models", model, RealParts.OPERATOR_API_KEY)
                        .status())
                .isEqualTo(201);
    }

    static void remove(Service service) {
        service.delete("/operator/models/" + NAME, RealParts.OPERATOR_API_KEY);
    }

    /** Writes an adapter in PEFT's layout. */
    static Path writeAdapter(int rank, long seed) throws IOException {
        Path folder = Files.createTempDirectory(Path.of("target"), "adapter-");
        ObjectNode config = JSON.createObjectNode()
                .put("peft_type", "LORA")
                .put("task_type", "CAUSAL_LM")
                .put("base_model_name_or_path", NAME)
                .put("bias", "none")
                .put("r", rank)
                .put("lora_alpha", rank)
                .put("lora_dropout", 0.0);
        config.putArray("target_modules").add("up_proj").add("down_proj");
        JSON.writeValue(folder.resolve("adapter_config.json").toFile(), config);
        Random random = new Random(seed);
        List<Source> tensors = new ArrayList<>();
        for (int layer = 0; layer < LAYERS; layer++) {
            String module = "base_model.model.model.layers.%d.mlp.".formatted(layer);
            tensors.add(tensor(module + "up_proj.lora_A.weight", random, rank, HIDDEN));
            tensors.add(tensor(module + "up_proj.lora_B.weight", random, INNER, rank));
            tensors.add(tensor(module + "down_proj.lora_A.weight", random, rank, INNER));
            tensors.add(tensor(module + "down_proj.lora_B.weight", random, HIDDEN, rank));
        }
        SafetensorsWriter.write(folder.resolve("adapter_model.safetensors"), tensors);
        return folder;
    }

    private static Source tensor(String name, Random random, long rows, long columns) {
        ByteBuffer bytes =
                ByteBuffer.allocate((int) (rows * columns * Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < rows * columns; i++) {
            bytes.putFloat((float) random.nextGaussian() * 0.2f);
        }
        return new Source(name, StoredType.F32, List.of(rows, columns), bytes::flip);
    }
}
