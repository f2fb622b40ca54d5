package dev.burnish.llm.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.burnish.llm.Closeness;
import dev.burnish.llm.EngineThread;
import dev.burnish.llm.Precision;
import dev.burnish.llm.kernel.Kernels;
import dev.burnish.llm.kernel.MicroBatch;
import dev.burnish.llm.kernel.StepSettings;
import dev.burnish.llm.kernel.TrainingKernels;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.model.InitialWeights;
import dev.burnish.llm.model.ModelConfig;
import dev.burnish.llm.model.Rope;
import dev.burnish.llm.text.EncodedExample;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Heads that look at one place only, as those that copy do: the gradients of their scores are small differences of large numbers. */
@ExtendWith(EngineThread.class)
class SharpAttentionTest {
    private static final int SIZE = 64;
    private static final int QUERY_KEY_VALUE = 8;

    private static final ModelConfig CONFIG =
            new ModelConfig(SIZE, SIZE, SIZE, 1, 1, 1, SIZE, 256, 1e-5, true, new Rope(10_000, null));

    @Test
    void hasGradientsInBf16ThatAreNearThoseInFp32() throws Exception {
        try (BaseModel model = BaseModel.initialise(CONFIG, SharpAttentionTest::looksForItself)) {
            float[] exact = queryAndKeyGradient(model, Precision.FP32);
            float[] rounded = queryAndKeyGradient(model, Precision.BF16);

            assertThat(Closeness.relativeDistance(rounded, exact)).isLessThan(0.03);
        }
    }

    /** Each position finds the token that is most like it, itself, by a wide margin. */
    private static float[] looksForItself(String name, int rows, int columns) {
        float[] values = InitialWeights.random(name.hashCode(), 1).values(name, rows, columns);
        if (name.endsWith("q_proj.weight") || name.endsWith("k_proj.weight")) {
            for (int i = 0; i < rows; i++) {
                values[i * columns + i] += 1.5f;
            }
        }
        return values;
    }

    private static float[] queryAndKeyGradient(BaseModel model, Precision precision) {
        Random random = new Random(7);
        int[] tokens = random.ints(128, 0, SIZE).toArray();
        boolean[] learned = new boolean[tokens.length];
        Arrays.fill(learned, true);
        List<MicroBatch> batches = MicroBatch.pack(List.of(new EncodedExample(tokens, learned, 1)), 4096);
        try (NDManager memory = Kernels.get().newScope()) {
            NDList gradients = FullTraining.gradients(model, memory);
            NDArray like = Kernels.get().cast(memory, memory.create(new float[1]), precision);
            new TrainingKernels()
                    .fullStep(model.weights(), gradients, like, batches.getFirst(), new StepSettings(0, 0, 1, 0));
            return Arrays.copyOf(gradients.get(QUERY_KEY_VALUE).toFloatArray(), 2 * SIZE * SIZE);
        }
    }
}
