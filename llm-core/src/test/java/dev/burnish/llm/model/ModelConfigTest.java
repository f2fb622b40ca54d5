package dev.burnish.llm.model;

import static dev.burnish.llm.model.Projection.K;
import static dev.burnish.llm.model.Projection.Q;
import static dev.burnish.llm.model.Projection.V;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.llm.GoldenModel;
import dev.burnish.llm.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelConfigTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    @Test
    void readsEachFamily() throws IOException {
        ModelConfig llama = ModelConfig.read(GoldenModel.GROUPED.directory());
        assertThat(llama)
                .isEqualTo(new ModelConfig(
                        64, 32, 48, 2, 4, 2, 16, 64, 1e-5, false, new Rope(500, new RopeScaling.Llama3(4, 1, 4, 16))));
        ModelConfig tied = ModelConfig.read(GoldenModel.TIED.directory());
        assertThat(tied.tiedEmbeddings()).isTrue();
        assertThat(tied.rope()).isEqualTo(new Rope(10_000, null));
        assertThat(ModelConfig.read(GoldenModel.MISTRAL.directory()).windows()).containsExactly(8, 8);
        ModelConfig qwen2 = ModelConfig.read(GoldenModel.QWEN2.directory());
        assertThat(qwen2.biased()).isEqualTo(Set.of(Q, K, V));
        assertThat(qwen2.windows()).containsExactly(0, 8);
        ModelConfig qwen3 = ModelConfig.read(GoldenModel.QWEN3.directory());
        assertThat(qwen3.normalisedHeads()).isTrue();
        assertThat(qwen3.headDimension()).isEqualTo(12);
        assertThat(ModelConfig.read(GoldenModel.BIASED.directory()).biased())
                .containsExactlyInAnyOrder(Projection.values());
    }

    @Test
    void scalesFrequenciesAsTransformersDoes() throws IOException {
        for (JsonNode value : GoldenModel.values("frequencies.json")) {
            Files.writeString(
                    directory.resolve("config.json"), value.get("config").toString());
            ModelConfig config = ModelConfig.read(directory);
            String settings = value.get("config").get("rope_scaling").toString();
            List<float[]> rows = config.rope().frequencies(config.headDimension());
            assertThat(rows).as(settings).hasSize(value.get("frequencies").size());
            for (int i = 0; i < rows.size(); i++) {
                JsonNode expected = value.get("frequencies").get(i);
                assertThat(rows.get(i)).as(settings).hasSize(expected.size());
                for (int j = 0; j < expected.size(); j++) {
                    double frequency = expected.get(j).doubleValue();
                    assertThat((double) rows.get(i)[j])
                            .as("%s, row %d, column %d", settings, i, j)
                            .isCloseTo(frequency, within(3e-7 * frequency));
                }
            }
            assertThat(config.rope().attentionFactor())
                    .as(settings)
                    .isCloseTo(value.get("attentionFactor").doubleValue(), within(1e-12));
            assertThat(config.rope().switchLength())
                    .as(settings)
                    .isEqualTo(value.get("switchLength").intValue());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "mistral; 4; {}; 4096 4096 4096 4096",
                "mistral; 4; {\"sliding_window\":null}; 0 0 0 0",
                "mistral; 4; {\"sliding_window\":16}; 16 16 16 16",
                "llama; 2; {\"sliding_window\":16}; 0 0",
                "qwen2; 2; {\"sliding_window\":16}; 0 0",
                "qwen2; 3; {\"sliding_window\":16,\"use_sliding_window\":true,\"max_window_layers\":2}; 0 0 16",
                "qwen3; 30; {\"use_sliding_window\":true}; 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 4096 4096",
                "qwen3; 2; {\"sliding_window\":null,\"use_sliding_window\":true,\"max_window_layers\":0}; 0 0",
                "qwen3; 2; {\"sliding_window\":16,\"use_sliding_window\":true,\"layer_types\":[\"sliding_attention\",\"full_attention\"]}; 16 0",
                "qwen3; 1; {\"layer_types\":[\"full_attention\"]}; 0",
            })
    void givesLayersTheirWindows(String family, int layers, String fields, String windows) throws IOException {
        ObjectNode config = config().put("model_type", family).put("num_hidden_layers", layers);
        config.setAll((ObjectNode) JSON.readTree(fields));
        write(config);
        assertThat(ModelConfig.read(directory).windows())
                .isEqualTo(List.of(windows.split(" ", -1)).stream()
                        .map(Integer::valueOf)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "model_type,\"gemma\"",
        "model_type,null",
        "hidden_act,\"gelu\"",
        "num_key_value_heads,3",
        "vocab_size,0",
        "vocab_size,1.5",
        "vocab_size,18446744073709551680",
        "hidden_size,99999999999",
        "head_dim,7",
        "head_dim,1000000",
        "rms_norm_eps,-1",
        "rms_norm_eps,\"1e-5\"",
        "partial_rotary_factor,0.5",
        "num_hidden_layers,null",
        "num_hidden_layers,1001",
        "attention_bias,1",
        "mlp_bias,\"true\"",
        "tie_word_embeddings,0",
        "'quantization_config','{\"quant_method\":\"gptq\"}'",
        "'layer_types','[\"full_attention\",\"sliding_attention\"]'",
        "rope_scaling,\"yarn\"",
        "rope_theta,1",
    })
    void refusesWhatItCannotRun(String field, String value) throws IOException {
        ObjectNode config = config();
        config.remove("rope_parameters");
        config.set(field, JSON.readTree(value));
        assertRefused(config, field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "rope_type; {\"type\":\"su\",\"factor\":2}",
                "rope_type; {\"rope_type\":\"proportional\"}",
                "factor; {\"type\":\"linear\"}",
                "factor; {\"type\":\"linear\",\"factor\":-2}",
                "low_freq_factor; {\"type\":\"llama3\",\"factor\":2}",
                "high_freq_factor; {\"type\":\"llama3\",\"factor\":2,\"low_freq_factor\":4,\"high_freq_factor\":4}",
                "partial_rotary_factor; {\"type\":\"linear\",\"factor\":2,\"partial_rotary_factor\":0.5}",
                "short_factor; {\"type\":\"longrope\",\"factor\":2}",
                "long_factor; {\"type\":\"longrope\",\"factor\":2,\"short_factor\":[1,1,1,1,1,1,1,1],\"long_factor\":[1]}",
                "original_max_position_embeddings; {\"type\":\"yarn\",\"factor\":2,\"original_max_position_embeddings\":0}",
                "truncate; {\"type\":\"yarn\",\"factor\":2,\"truncate\":1}",
                "full_attention; {\"full_attention\":{\"rope_type\":\"default\"}}",
            })
    void refusesRopeThatItCannotCompute(String field, String scaling) throws IOException {
        ObjectNode config = config();
        config.set("rope_scaling", JSON.readTree(scaling));
        assertRefused(config, "rope_scaling." + field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[]",
                "null",
                "{\"model_type\":\"llama\",\"model_type\":\"llama\"}",
                "{} {}",
                "{\"model_type\":",
                "''"
            })
    void refusesAFileThatIsNoObject(String text) throws IOException {
        Files.writeString(directory.resolve("config.json"), text);
        assertThatThrownBy(() -> ModelConfig.read(directory))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith("config.json: ");
    }

    private static ObjectNode config() throws IOException {
        return (ObjectNode)
                JSON.readTree(Files.readAllBytes(GoldenModel.TIED.directory().resolve("config.json")));
    }

    private void write(ObjectNode config) throws IOException {
        Files.writeString(directory.resolve("config.json"), config.toString());
    }

    private void assertRefused(ObjectNode config, String field) throws IOException {
        write(config);
        assertThatThrownBy(() -> ModelConfig.read(directory)).isInstanceOfSatisfying(CheckpointException.class, e -> {
            assertThat(e.file()).isEqualTo("config.json");
            assertThat(e.field()).isEqualTo(field);
        });
    }
}
