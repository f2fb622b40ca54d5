package dev.burnish.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.burnish.llm.generation.Generator;
import dev.burnish.llm.kernel.Kernels;
import dev.burnish.llm.kernel.MicroBatch;
import dev.burnish.llm.kernel.StepSettings;
import dev.burnish.llm.kernel.TrainingKernels;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.model.Projection;
import dev.burnish.llm.text.EncodedExample;
import dev.burnish.llm.training.Losses;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the model and its adapters to what transformers and PEFT compute. */
@ExtendWith(EngineThread.class)
class GoldenTest {

    private static final Offset<Float> TOLERANCE = within(2e-4f);

    static Stream<GoldenModel> models() {
        return Stream.of(GoldenModel.GROUPED, GoldenModel.TIED);
    }

    @ParameterizedTest
    @MethodSource("models")
    void computesTheLogitsOfTransformersAndPeft(GoldenModel golden) throws Exception {
        JsonNode values = golden.values();
        try (BaseModel model = BaseModel.load(golden.directory(), Precision.FP32);
                LoraAdapter adapter = LoraAdapter.load(golden.adapter(), model)) {
            assertLogits(golden, model, null, values.get("lastLogits"), TOLERANCE);
            assertLogits(golden, model, adapter, values.get("adapterLastLogits"), TOLERANCE);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void comesCloseInBf16(GoldenModel golden) throws Exception {
        try (BaseModel model = BaseModel.load(golden.directory(), Precision.BF16);
                LoraAdapter adapter = LoraAdapter.load(golden.adapter(), model)) {
            assertLogits(golden, model, adapter, golden.values().get("adapterLastLogits"), within(0.15f));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void computesTheirLoss(GoldenModel golden) throws Exception {
        List<EncodedExample> examples = List.of(golden.example());
        try (BaseModel model = BaseModel.load(golden.directory(), Precision.FP32);
                LoraAdapter adapter = LoraAdapter.load(golden.adapter(), model)) {
            assertThat(Losses.evaluate(model, null, examples).meanLoss())
                    .isCloseTo(golden.values().get("loss").doubleValue(), within(1e-5));
            assertThat(Losses.evaluate(model, adapter, examples).meanLoss())
                    .isCloseTo(golden.values().get("adapterLoss").doubleValue(), within(1e-5));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void computesTheirGradients(GoldenModel golden) throws Exception {
        JsonNode gradients = golden.values().get("gradients");
        EncodedExample example = golden.example();
        try (BaseModel model = BaseModel.load(golden.directory(), Precision.FP32);
                LoraAdapter adapter = LoraAdapter.load(golden.adapter(), model);
                NDManager memory = Kernels.get().newScope()) {
            NDList arrays = LoraAdapter.arrays(adapter, model);
            NDArray absent = memory.create(new float[0]);
            NDList sums = new NDList();
            NDArray frozen = memory.create(new float[0]);
            NDList none = new NDList();
            model.weights().forEach(w -> none.add(frozen));
            for (int i = 0; i < arrays.size(); i++) {
                NDArray a = arrays.get(i);
                sums.add(i > 0 && a.getShape().size() > 0 ? memory.zeros(a.getShape(), DataType.FLOAT32) : absent);
            }
            new TrainingKernels()
                    .step(
                            new TrainingKernels.Adapted(model.weights(), none, arrays, sums),
                            MicroBatch.of(List.of(example)),
                            new StepSettings(0, 0, 1, 0));
            NDList flat = new NDList();
            for (int layer = 0; layer < 2; layer++) {
                int at = 1 + 18 * layer;
                for (int[] g : new int[][] {{0, 3}, {7, 1}, {10, 2}, {15, 1}}) {
                    NDList as = sums.get(at + g[0]).split(g[1]);
                    for (int j = 0; j < g[1]; j++) {
                        flat.add(as.get(j));
                        flat.add(sums.get(at + g[0] + 1 + j));
                    }
                }
            }
            sums = flat;
            int next = 0;
            for (int layer = 0; layer < model.config().layers(); layer++) {
                for (Projection projection : Projection.values()) {
                    for (String factor : List.of("A", "B")) {
                        String name = "base_model.model.model.layers." + layer + "." + projection.path() + ".lora_"
                                + factor + ".weight";
                        float[] actual =
                                sums.get(next++).div(example.learnedTokens()).toFloatArray();
                        assertThat(actual)
                                .as(name)
                                .containsExactly(GoldenModel.floats(gradients.get(name)), within(2e-5f));
                    }
                }
            }
            assertThat(next).isEqualTo(gradients.size());
        }
    }

    private static void assertLogits(
            GoldenModel golden,
            BaseModel model,
            @Nullable LoraAdapter adapter,
            JsonNode expected,
            Offset<Float> tolerance)
            throws Exception {
        float[] logits = new Generator(model).logitsAfter(golden.example().tokens(), adapter);
        assertThat(logits).containsExactly(GoldenModel.floats(expected), tolerance);
    }
}
