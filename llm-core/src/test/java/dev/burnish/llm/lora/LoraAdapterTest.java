package dev.burnish.llm.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.llm.EngineThread;
import dev.burnish.llm.GoldenModel;
import dev.burnish.llm.Precision;
import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.generation.Generator;
import dev.burnish.llm.model.BaseModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    void startsFromItsSeed() throws IOException {
        BaseModel model = model();
        LoraSettings settings = new LoraSettings(4, 8, 0);
        try (LoraAdapter one = LoraAdapter.initialise(model, settings, 1);
                LoraAdapter again = LoraAdapter.initialise(model, settings, 1);
                LoraAdapter other = LoraAdapter.initialise(model, settings, 2)) {
            assertThat(again.factors().getFirst().toFloatArray())
                    .isEqualTo(one.factors().getFirst().toFloatArray());
            assertThat(other.factors().getFirst().toFloatArray())
                    .isNotEqualTo(one.factors().getFirst().toFloatArray());
            for (float a : one.factors().getFirst().toFloatArray()) {
                assertThat(Math.abs(a)).isLessThanOrEqualTo((float) (1 / Math.sqrt(32)));
            }
        }
    }

    @Test
    void savesTheSameBytesThatItLoads() throws IOException {
        BaseModel model = model();
        Path first = Files.createDirectory(directory.resolve("first"));
        Path second = Files.createDirectory(directory.resolve("second"));
        try (LoraAdapter adapter = LoraAdapter.load(GoldenModel.GROUPED.adapter(), model)) {
            adapter.save(first, "grouped");
        }
        try (LoraAdapter adapter = LoraAdapter.load(first, model)) {
            assertThat(adapter.settings()).isEqualTo(new LoraSettings(4, 12, 0));
            adapter.save(second, "grouped");
        }
        for (String file : List.of("adapter_config.json", "adapter_model.safetensors")) {
            assertThat(second.resolve(file)).hasSameBinaryContentAs(first.resolve(file));
        }
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
        "use_dora,true",
        "use_rslora,true",
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

    private ObjectNode config() throws IOException {
        return (ObjectNode) JSON.readTree(Files.readAllBytes(directory.resolve("adapter_config.json")));
    }

    private void copyGoldenAdapter() throws IOException {
        for (String file : List.of("adapter_config.json", "adapter_model.safetensors")) {
            Files.copy(GoldenModel.GROUPED.adapter().resolve(file), directory.resolve(file));
        }
    }
}
