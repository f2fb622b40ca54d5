package dev.burnish.llm.lora;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.burnish.llm.Closeness;
import dev.burnish.llm.Precision;
import dev.burnish.llm.checkpoint.ArraySlot;
import dev.burnish.llm.kernel.Kernels;
import dev.burnish.llm.kernel.TrainingKernels;
import dev.burnish.llm.model.BaseModel;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The gradients of an adapter, to be held to golden ones. */
final class AdapterGradients {
    private AdapterGradients() {}

    /** Summed gradients under the names of the adapter's file. */
    static Map<String, float[]> of(BaseModel model, LoraAdapter adapter, Consumer<TrainingKernels.Adapted> step) {
        try (NDManager memory = Kernels.get().newScope()) {
            NDArray frozen = memory.create(new float[0]);
            NDArray absent = memory.create(new float[0]);
            NDList none = new NDList();
            model.weights().forEach(weight -> none.add(frozen));
            NDList sums = new NDList(absent);
            List<AdapterSlot> slots = AdapterSlot.of(model.config(), adapter.settings());
            NDList arrays = LoraAdapter.arrays(adapter, model);
            for (int i = 0; i < slots.size(); i++) {
                boolean has = !slots.get(i).stored().isEmpty();
                sums.add(has ? memory.zeros(arrays.get(i + 1).getShape(), DataType.FLOAT32) : absent);
            }
            step.accept(new TrainingKernels.Adapted(model.weights(), none, arrays, sums));
            Map<String, float[]> gradients = new LinkedHashMap<>();
            for (int i = 0; i < slots.size(); i++) {
                int row = 0;
                for (ArraySlot.Part part : slots.get(i).stored().parts()) {
                    float[] gradient = new float[part.rows() * Math.max(part.columns(), 1)];
                    Kernels.get()
                            .toBytes(sums.get(i + 1), row, part.rows(), Precision.FP32)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .asFloatBuffer()
                            .get(gradient);
                    gradients.put(part.name(), gradient);
                    row += part.rows();
                }
            }
            return gradients;
        }
    }

    /** Compares the means of summed gradients with golden ones, whose names begin with the prefix. */
    static void requireClose(Map<String, float[]> gradients, Map<String, float[]> golden, String prefix, int count) {
        assertThat(golden.keySet().stream().filter(name -> name.startsWith(prefix) && name.contains("lora_")))
                .hasSameSizeAs(gradients.keySet());
        gradients.forEach((name, sum) -> {
            float[] mean = new float[sum.length];
            for (int i = 0; i < mean.length; i++) {
                mean[i] = sum[i] / count;
            }
            assertThat(Closeness.relativeDistance(mean, requireNonNull(golden.get(prefix + name), name)))
                    .as(name)
                    .isLessThan(1e-4);
        });
    }
}
