package dev.burnish.llm.lora;

import static dev.burnish.llm.model.Projection.DOWN;
import static dev.burnish.llm.model.Projection.K;
import static dev.burnish.llm.model.Projection.Q;
import static dev.burnish.llm.model.Projection.UP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.llm.Closeness;
import dev.burnish.llm.EngineThread;
import dev.burnish.llm.GoldenModel;
import dev.burnish.llm.Precision;
import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.checkpoint.SafetensorsFile;
import dev.burnish.llm.checkpoint.StoredTensor;
import dev.burnish.llm.generation.Generator;
import dev.burnish.llm.model.BaseModel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(EngineThread.class)
class LoraAdapterTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int[] SEQUENCE = {3, 1, 4, 1, 5, 9, 2, 6};

    @TempDir
    private Path directory;

    private final List<AutoCloseable> opened = new ArrayList<>();

    private BaseModel model() throws CheckpointException {
        BaseModel model = BaseModel.load(GoldenModel.GROUPED.directory(), Precision.FP32);
        opened.add(model);
        return model;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : opened.reversed()) {
            resource.close();
        }
    }

    @Test
    void changesNothingBeforeTraining() throws IOException {
        BaseModel model = model();
        try (LoraAdapter adapter = LoraAdapter.initialise(model, new LoraSettings(8, 16, 0), 1)) {
            Generator generator = new Generator(model);
            assertThat(generator.logitsAfter(SEQUENCE, adapter)).isEqualTo(generator.logitsAfter(SEQUENCE, null));
        }
    }

    @Test
    void startsDoraFromTheNormsOfTheWeights() throws IOException {
        LoraSettings settings = new LoraSettings(4, 8, 0, Set.of(Q, K, UP, DOWN), false, true);
        for (Precision precision : Precision.values()) {
            try (BaseModel model = BaseModel.load(GoldenModel.QWEN2.directory(), precision);
                    LoraAdapter adapter = LoraAdapter.initialise(model, settings, 1)) {
                Generator generator = new Generator(model);
                assertThat(Closeness.relativeDistance(
                                generator.logitsAfter(SEQUENCE, adapter), generator.logitsAfter(SEQUENCE, null)))
                        .isLessThan(precision == Precision.FP32 ? 1e-6 : 1e-2);
            }
        }
    }

    @Test
    void startsFromItsSeed() throws IOException {
        BaseModel model = model();
        LoraSettings settings = new LoraSettings(4, 8, 0, Set.of(K, DOWN), true, false);
        try (LoraAdapter one = LoraAdapter.initialise(model, settings, 1);
                LoraAdapter again = LoraAdapter.initialise(model, settings, 1);
                LoraAdapter other = LoraAdapter.initialise(model, settings, 2)) {
            assertThat(one.factors()).hasSize(2 * 2 * 2);
            assertThat(again.factors().getFirst().toFloatArray())
                    .isEqualTo(one.factors().getFirst().toFloatArray());
            assertThat(other.factors().getFirst().toFloatArray())
                    .isNotEqualTo(one.factors().getFirst().toFloatArray());
            requireUniform(one.factors().get(0).toFloatArray(), 1 / Math.sqrt(32));
            requireUniform(one.factors().get(2).toFloatArray(), 1 / Math.sqrt(48));
        }
    }

    private static void requireUniform(float[] values, double bound) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(largest).isBetween(0.95 * bound, bound);
    }

    @Test
    void scalesByRankOrItsRoot() {
        assertThat(new LoraSettings(16, 8, 0).scale()).isEqualTo(0.5);
        assertThat(new LoraSettings(16, 8, 0, LoraSettings.ALL_LINEAR, true, false).scale())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "grouped,adapter",
        "grouped,adapter-rslora",
        "grouped,adapter-dora",
        "tied,adapter",
        "mistral,adapter",
        "qwen2,adapter-dora",
        "qwen3,adapter",
        "biased,adapter-dora",
    })
    void savesWhatPeftWrote(String name, String adapterName) throws IOException {
        GoldenModel golden = new GoldenModel(name);
        Path written = golden.directory().resolve(adapterName);
        try (BaseModel model = BaseModel.load(golden.directory(), Precision.FP32);
                LoraAdapter adapter = LoraAdapter.load(written, model)) {
            adapter.save(directory, name);
        }
        assertThat(tensors(directory)).containsExactlyInAnyOrderEntriesOf(tensors(written));
        JsonNode ours = JSON.readTree(Files.readAllBytes(directory.resolve("adapter_config.json")));
        JsonNode theirs = JSON.readTree(Files.readAllBytes(written.resolve("adapter_config.json")));
        ours.properties().forEach(field -> {
            if (!field.getKey().equals("base_model_name_or_path")) {
                assertThat(field.getValue()).as(field.getKey()).isEqualTo(theirs.get(field.getKey()));
            }
        });
        assertThat(ours.size()).isGreaterThan(25);
    }

    /** Shape and bytes of each tensor of an adapter's file. */
    private static Map<String, String> tensors(Path directory) throws IOException {
        Map<String, String> tensors = new TreeMap<>();
        try (SafetensorsFile file = SafetensorsFile.open(directory.resolve("adapter_model.safetensors"));
                Arena arena = Arena.ofConfined()) {
            for (StoredTensor tensor : file.tensors().values()) {
                byte[] bytes = new byte[(int) tensor.length()];
                file.map(tensor, 0, tensor.length(), arena).get(bytes);
                tensors.put(
                        tensor.name(),
                        tensor.type() + " " + tensor.shape() + " "
                                + HexFormat.of().formatHex(bytes));
            }
        }
        return tensors;
    }

    @Test
    void keepsFactorsInThePrecisionOfServing() throws IOException {
        BaseModel model = model();
        Path written = GoldenModel.GROUPED.directory().resolve("adapter-dora");
        try (LoraAdapter exact = LoraAdapter.load(written, model);
                LoraAdapter rounded = LoraAdapter.load(written, model, Precision.BF16)) {
            exact.save(Files.createDirectory(directory.resolve("exact")), "grouped");
            rounded.save(Files.createDirectory(directory.resolve("rounded")), "grouped");
        }
        Map<String, String> exact = tensors(directory.resolve("exact"));
        tensors(directory.resolve("rounded")).forEach((name, tensor) -> {
            if (name.endsWith("lora_magnitude_vector")) {
                assertThat(tensor).as(name).isEqualTo(exact.get(name));
            } else {
                assertThat(tensor).as(name).isNotEqualTo(exact.get(name)).matches("\\S+ \\[.*\\] (0000[0-9a-f]{4})+");
            }
        });
    }

    @Test
    void writesThePeftLayout() throws IOException {
        BaseModel model = model();
        try (LoraAdapter adapter = LoraAdapter.initialise(model, new LoraSettings(4, 12, 0.05), 1)) {
            adapter.save(directory, "burnish-tiny");
        }
        ObjectNode written = (ObjectNode) JSON.readTree(Files.readAllBytes(directory.resolve("adapter_config.json")));
        List<String> keys = new ArrayList<>();
        written.fieldNames().forEachRemaining(keys::add);
        assertThat(keys).isSorted().contains("r", "lora_alpha", "target_modules", "peft_type", "use_rslora");
        assertThat(written.get("lora_alpha").isIntegralNumber()).isTrue();
        assertThat(written.get("base_model_name_or_path").textValue()).isEqualTo("burnish-tiny");
        ObjectNode peft = (ObjectNode)
                JSON.readTree(Files.readAllBytes(GoldenModel.GROUPED.adapter().resolve("adapter_config.json")));
        for (String key : keys) {
            assertThat(peft.has(key)).as(key).isTrue();
        }
        try (LoraAdapter loaded = LoraAdapter.load(directory, model)) {
            assertThat(loaded.settings()).isEqualTo(new LoraSettings(4, 12, 0.05));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "peft_type,\"IA3\"",
        "use_dora,1",
        "use_rslora,\"yes\"",
        "r,\"8\"",
        "r,4.5",
        "lora_alpha,null",
        "init_lora_weights,\"pissa\"",
        "'alpha_pattern','{\"q_proj\":2}'",
        "target_modules,\".*_proj\"",
        "target_modules,'[]'",
        "bias,\"all\"",
        "'rank_pattern','{\"q_proj\":2}'",
        "modules_to_save,'[\"lm_head\"]'",
        "target_modules,'[\"lm_head\"]'",
        "fan_in_fan_out,true",
    })
    void refusesWhatItCannotCompute(String field, String value) throws IOException {
        BaseModel model = model();
        copyGoldenAdapter();
        ObjectNode config = config();
        config.set(field, JSON.readTree(value));
        Files.writeString(directory.resolve("adapter_config.json"), config.toString());
        assertThatThrownBy(() -> LoraAdapter.load(directory, model))
                .isInstanceOfSatisfying(
                        CheckpointException.class, e -> assertThat(e.field()).isEqualTo(field));
    }

    @Test
    void refusesARankThatTheWeightsDoNotHave() throws IOException {
        BaseModel model = model();
        copyGoldenAdapter();
        Files.writeString(
                directory.resolve("adapter_config.json"), config().put("r", 8).toString());
        assertThatThrownBy(() -> LoraAdapter.load(directory, model))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("lora_A.weight")
                .hasMessageContaining("[4, 32]");
    }

    @Test
    void refusesAnAdapterOfAnotherModel() throws IOException {
        BaseModel model = model();
        assertThatThrownBy(() -> LoraAdapter.load(GoldenModel.TIED.adapter(), model))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("adapter_model.safetensors");
    }

    @Test
    void readsAllLinearAsEveryModule() throws IOException {
        BaseModel model = model();
        copyGoldenAdapter();
        Files.writeString(
                directory.resolve("adapter_config.json"),
                config().put("target_modules", "all-linear").toString());
        try (LoraAdapter adapter = LoraAdapter.load(directory, model)) {
            assertThat(adapter.settings().targets()).isEqualTo(LoraSettings.ALL_LINEAR);
        }
    }

    @Test
    void namesATensorThatIsMissingOrHasNoPlace() throws IOException {
        BaseModel model = model();
        copyGoldenAdapter();
        Files.writeString(
                directory.resolve("adapter_config.json"),
                config().put("use_dora", true).toString());
        assertThatThrownBy(() -> LoraAdapter.load(directory, model))
                .isInstanceOf(CheckpointException.class)
                .hasMessageEndingWith("layers.0.self_attn.q_proj.lora_magnitude_vector: is missing");
        ObjectNode config = config().put("use_dora", false);
        config.putArray("target_modules")
                .add("q_proj")
                .add("k_proj")
                .add("v_proj")
                .add("o_proj")
                .add("up_proj");
        Files.writeString(directory.resolve("adapter_config.json"), config.toString());
        assertThatThrownBy(() -> LoraAdapter.load(directory, model))
                .isInstanceOf(CheckpointException.class)
                .hasMessageEndingWith("layers.0.mlp.down_proj.lora_A.weight: has no place in the configuration");
    }

    private ObjectNode config() throws IOException {
        return (ObjectNode) JSON.readTree(Files.readAllBytes(directory.resolve("adapter_config.json")));
    }

    private void copyGoldenAdapter() throws IOException {
        for (String file : List.of("adapter_config.json", "adapter_model.safetensors")) {
            Files.copy(GoldenModel.GROUPED.adapter().resolve(file), directory.resolve(file));
        }
    }
}
