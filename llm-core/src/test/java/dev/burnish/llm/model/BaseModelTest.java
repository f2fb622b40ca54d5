package dev.burnish.llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.burnish.llm.EngineThread;
import dev.burnish.llm.GoldenModel;
import dev.burnish.llm.Precision;
import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.checkpoint.SafetensorsFile;
import dev.burnish.llm.checkpoint.SafetensorsWriter;
import dev.burnish.llm.checkpoint.StoredTensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(EngineThread.class)
class BaseModelTest {

    @TempDir
    private Path directory;

    @Test
    void savesWeightsThatLoadToTheSame() throws IOException {
        for (GoldenModel golden : GoldenModel.all()) {
            Files.createDirectories(directory.resolve(golden.name()));
            Path copy = directory.resolve(golden.name());
            Files.copy(golden.directory().resolve("config.json"), copy.resolve("config.json"));
            try (BaseModel model = BaseModel.load(golden.directory(), Precision.FP32)) {
                model.saveWeights(copy, Precision.FP32);
                try (BaseModel again = BaseModel.load(copy, Precision.FP32)) {
                    assertThat(again.weights()).hasSameSizeAs(model.weights());
                    for (int i = 0; i < model.weights().size(); i++) {
                        assertThat(again.weights().get(i).toFloatArray())
                                .isEqualTo(model.weights().get(i).toFloatArray());
                    }
                }
            }
        }
    }

    @Test
    void namesATensorOfTheWrongShape() throws IOException {
        String config = Files.readString(GoldenModel.TIED.directory().resolve("config.json"));
        Files.writeString(
                directory.resolve("config.json"),
                config.replace("\"intermediate_size\": 48", "\"intermediate_size\": 40"));
        Files.copy(GoldenModel.TIED.directory().resolve("model.safetensors"), directory.resolve("model.safetensors"));
        assertThatThrownBy(() -> BaseModel.load(directory, Precision.FP32))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("model.layers.0.mlp.gate_proj.weight")
                .hasMessageContaining("[48, 32]");
    }

    @Test
    void namesAMissingTensor() throws IOException {
        String config = Files.readString(GoldenModel.TIED.directory().resolve("config.json"));
        Files.writeString(
                directory.resolve("config.json"),
                config.replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3"));
        Files.copy(GoldenModel.TIED.directory().resolve("model.safetensors"), directory.resolve("model.safetensors"));
        assertThatThrownBy(() -> BaseModel.load(directory, Precision.FP32))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("model.layers.2.input_layernorm.weight");
    }

    @Test
    void namesATensorThatTheConfigurationDoesNotKnow() throws IOException {
        copy(GoldenModel.BIASED);
        String config = Files.readString(directory.resolve("config.json"));
        Files.writeString(
                directory.resolve("config.json"), config.replace("\"mlp_bias\": true", "\"mlp_bias\": false"));
        assertThatThrownBy(() -> BaseModel.load(directory, Precision.FP32))
                .isInstanceOf(CheckpointException.class)
                .hasMessage("model.safetensors: model.layers.0.mlp.down_proj.bias: has no place in the configuration");
    }

    @Test
    void ignoresStoredFrequenciesAndACopyOfTheTiedHead() throws IOException {
        copy(GoldenModel.TIED);
        rewrite("model.layers.0.self_attn.rotary_emb.inv_freq", "model.norm.weight");
        rewrite("lm_head.weight", "model.embed_tokens.weight");
        BaseModel.load(directory, Precision.FP32).close();
    }

    @Test
    void refusesAHeadThatIsNotTheEmbeddingItIsTiedWith() throws IOException {
        copy(GoldenModel.TIED);
        rewrite("lm_head.weight", "model.layers.0.mlp.up_proj.weight");
        assertThatThrownBy(() -> BaseModel.load(directory, Precision.FP32))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("lm_head.weight: differs from model.embed_tokens.weight");
    }

    @Test
    void readsATensorOfSeveralPieces() throws IOException {
        int vocabulary = 700_000;
        ModelConfig tiny = ModelConfig.read(GoldenModel.TIED.directory());
        ModelConfig config = new ModelConfig(vocabulary, 32, 48, 1, 2, 2, 16, 64, 1e-5, true, tiny.rope());
        String stated = Files.readString(GoldenModel.TIED.directory().resolve("config.json"));
        Files.writeString(
                directory.resolve("config.json"),
                stated.replace("\"vocab_size\": 64", "\"vocab_size\": " + vocabulary)
                        .replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 1"));
        InitialWeights byPlace = (name, rows, columns) -> {
            float[] values = new float[rows * Math.max(columns, 1)];
            for (int i = 0; i < values.length; i++) {
                values[i] = i % 9973;
            }
            return values;
        };
        try (BaseModel model = BaseModel.initialise(config, byPlace)) {
            model.saveWeights(directory, Precision.FP32);
        }
        assertThat(Files.size(directory.resolve("model.safetensors"))).isGreaterThan(64L << 20);
        try (BaseModel model = BaseModel.load(directory, Precision.FP32)) {
            assertThat(model.weights().getFirst().toFloatArray())
                    .isEqualTo(byPlace.values("model.embed_tokens.weight", vocabulary, 32));
        }
    }

    private void copy(GoldenModel golden) throws IOException {
        for (String file : List.of("config.json", "model.safetensors")) {
            Files.copy(golden.directory().resolve(file), directory.resolve(file));
        }
    }

    /** Adds a tensor to the copied weights that holds the same as another one. */
    private void rewrite(String added, String as) throws IOException {
        Path path = directory.resolve("model.safetensors");
        try (SafetensorsFile file = SafetensorsFile.open(path);
                Arena arena = Arena.ofConfined()) {
            List<SafetensorsWriter.Source> sources = new ArrayList<>();
            for (StoredTensor tensor : file.tensors().values()) {
                ByteBuffer bytes = file.map(tensor, 0, tensor.length(), arena);
                sources.add(
                        new SafetensorsWriter.Source(tensor.name(), tensor.type(), tensor.shape(), bytes::duplicate));
                if (tensor.name().equals(as)) {
                    sources.add(new SafetensorsWriter.Source(added, tensor.type(), tensor.shape(), bytes::duplicate));
                }
            }
            SafetensorsWriter.write(path, sources);
        }
    }
}
