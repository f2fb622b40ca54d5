package dev.burnish.llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.burnish.llm.EngineThread;
import dev.burnish.llm.GoldenModel;
import dev.burnish.llm.Precision;
import dev.burnish.llm.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(EngineThread.class)
class BaseModelTest {

    @TempDir
    private Path directory;

    @Test
    void savesWeightsThatLoadToTheSame() throws IOException {
        for (GoldenModel golden : new GoldenModel[] {GoldenModel.GROUPED, GoldenModel.TIED}) {
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
}
