package dev.burnish.llm.kernel;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.burnish.llm.EngineThread;
import dev.burnish.llm.GoldenModel;
import dev.burnish.llm.Precision;
import dev.burnish.llm.checkpoint.SafetensorsFile;
import dev.burnish.llm.checkpoint.StoredTensor;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds matrices in 4 and 8 bits to the reference's formulas. */
@ExtendWith(EngineThread.class)
class GoldenQuantisationTest {
    private static final List<String> SHOWN = List.of(
            "model.layers.0.self_attn.q_proj.weight",
            "model.layers.1.mlp.down_proj.weight",
            "model.layers.1.mlp.up_proj.weight");

    @ParameterizedTest
    @EnumSource(names = {"INT8", "NF4"})
    void bringsMatricesBackAsTheReferenceDoes(Quantisation quantisation) throws Exception {
        Map<String, float[]> golden = GoldenModel.arrays("quantised.safetensors");
        try (NDManager scope = Kernels.get().newScope();
                SafetensorsFile file =
                        SafetensorsFile.open(GoldenModel.WIDE.directory().resolve("model.safetensors"));
                Arena arena = Arena.ofConfined()) {
            for (String name : SHOWN) {
                StoredTensor tensor = requireNonNull(file.tensors().get(name), name);
                NDArray matrix = Kernels.get()
                        .fromBytes(
                                scope,
                                file.map(tensor, arena),
                                tensor.dimensions(),
                                Precision.BF16.scalarType(),
                                Precision.FP32.scalarType());
                float[] expected = requireNonNull(golden.get(prefix(quantisation) + name), name);
                assertThat(broughtBack(scope, matrix, quantisation)).as(name).containsExactly(expected, within(1e-6f));
            }
        }
    }

    private static float[] broughtBack(NDManager scope, NDArray matrix, Quantisation quantisation) {
        NDList kept = Kernels.get().quantise(scope, matrix, quantisation);
        if (quantisation == Quantisation.NF4) {
            return Kernels.get()
                    .call(scope, "from_nf4")
                    .array(kept.get(0))
                    .array(kept.get(1))
                    .array(scope.create(0f))
                    .run()
                    .get(0)
                    .toFloatArray();
        }
        byte[] codes = kept.get(0).toByteArray();
        float[] scales = kept.get(1).toFloatArray();
        float[] values = new float[codes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = codes[i] * scales[i / (codes.length / scales.length)];
        }
        return values;
    }

    private static String prefix(Quantisation quantisation) {
        return quantisation.name().toLowerCase(Locale.ROOT) + ".";
    }
}
