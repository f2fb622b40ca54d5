package dev.burnish.llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.llm.GoldenModel;
import dev.burnish.llm.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelConfigTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    @Test
    void readsBothRopeDialects() throws IOException {
        ModelConfig grouped = ModelConfig.read(GoldenModel.GROUPED.directory());
        assertThat(grouped.rope()).isEqualTo(new Rope(500, new Rope.Llama3Scaling(4, 1, 4, 16)));
        assertThat(grouped.keyValueHeads()).isEqualTo(2);
        assertThat(grouped.headDimension()).isEqualTo(16);
        ModelConfig tied = ModelConfig.read(GoldenModel.TIED.directory());
        assertThat(tied.rope()).isEqualTo(new Rope(10_000, null));
        assertThat(tied.tiedEmbeddings()).isTrue();
    }

    @Test
    void stretchesLongWavelengthsOnly() {
        float[] plain = new Rope(10_000, null).frequencies(64);
        float[] scaled = new Rope(10_000, new Rope.Llama3Scaling(8, 1, 4, 128)).frequencies(64);
        assertThat(scaled[0]).isEqualTo(plain[0]);
        assertThat(scaled[31]).isCloseTo(plain[31] / 8, within(1e-9f));
    }

    @ParameterizedTest
    @CsvSource({
        "model_type,\"mistral\"",
        "hidden_act,\"gelu\"",
        "attention_bias,true",
        "mlp_bias,true",
        "num_key_value_heads,3",
        "vocab_size,0",
        "vocab_size,1.5",
        "hidden_size,99999999999",
        "head_dim,7",
        "rms_norm_eps,-1",
        "partial_rotary_factor,0.5",
        "num_hidden_layers,null",
    })
    void refusesWhatItCannotRun(String field, String value) throws IOException {
        ObjectNode config = (ObjectNode)
                JSON.readTree(Files.readAllBytes(GoldenModel.TIED.directory().resolve("config.json")));
        config.set(field, JSON.readTree(value));
        assertRefused(config, field);
    }

    @ParameterizedTest
    @CsvSource({"yarn", "linear", "dynamic", "longrope"})
    void refusesOtherRopeTypes(String type) throws IOException {
        ObjectNode config = (ObjectNode)
                JSON.readTree(Files.readAllBytes(GoldenModel.TIED.directory().resolve("config.json")));
        config.remove("rope_parameters");
        config.putObject("rope_scaling").put("type", type).put("factor", 2);
        assertRefused(config, "rope_scaling.rope_type");
    }

    private void assertRefused(ObjectNode config, String field) throws IOException {
        Files.writeString(directory.resolve("config.json"), config.toString());
        assertThatThrownBy(() -> ModelConfig.read(directory)).isInstanceOfSatisfying(CheckpointException.class, e -> {
            assertThat(e.file()).isEqualTo("config.json");
            assertThat(e.field()).isEqualTo(field);
        });
    }
}
