package dev.burnish.llm.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.kernel.Kernels;
import dev.burnish.llm.model.BaseModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A LoRA adapter in memory: for each linear layer W the factors A and B of an update, y = Wx + alpha/rank · B(A(x)), in fp32. Used on the
 * engine's thread only; closing frees the factors.
 */
public final class LoraAdapter implements AutoCloseable {

    private final LoraSettings settings;
    private final List<FactorPair> pairs;
    private final NDManager memory;
    private final NDList arrays;

    private LoraAdapter(LoraSettings settings, List<FactorPair> pairs, NDManager memory, NDList arrays) {
        this.settings = settings;
        this.pairs = pairs;
        this.memory = memory;
        this.arrays = arrays;
    }

    /** A new adapter as PEFT makes it: A uniform in ±1/√inputs (Kaiming with a = √5), B zero, so that it changes nothing yet. */
    public static LoraAdapter initialise(BaseModel model, LoraSettings settings, long seed) {
        Random random = new Random(seed);
        NDManager memory = Kernels.get().newScope();
        NDList arrays = new NDList(memory.create((float) settings.scale()));
        NDList factors = new NDList();
        List<FactorPair> pairs = FactorPair.of(model.config(), settings.rank());
        for (FactorPair pair : pairs) {
            float[] a = new float[settings.rank() * pair.inputs()];
            float bound = (float) (1 / Math.sqrt(pair.inputs()));
            for (int i = 0; i < a.length; i++) {
                a[i] = (2 * random.nextFloat() - 1) * bound;
            }
            factors.add(memory.create(a, new Shape(settings.rank(), pair.inputs())));
            factors.add(memory.zeros(new Shape(pair.outputs(), settings.rank()), DataType.FLOAT32));
        }
        return new LoraAdapter(settings, pairs, memory, laidOut(arrays, factors, memory));
    }

    /** Reads a PEFT adapter directory; what is not supported, or does not fit the model, is refused with its field or tensor. */
    public static LoraAdapter load(Path directory, BaseModel model) throws CheckpointException {
        LoraSettings settings = PeftConfig.read(directory);
        NDManager memory = Kernels.get().newScope();
        try {
            NDList arrays = new NDList(memory.create((float) settings.scale()));
            List<FactorPair> pairs = FactorPair.of(model.config(), settings.rank());
            NDList factors = PeftWeights.read(directory, pairs, memory);
            return new LoraAdapter(settings, pairs, memory, laidOut(arrays, factors, memory));
        } catch (CheckpointException | RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    /**
     * Writes {@code adapter_config.json} and {@code adapter_model.safetensors} as PEFT lays them out. Equal adapters give equal bytes.
     *
     * @param baseModelName noted as {@code base_model_name_or_path}
     */
    public void save(Path directory, String baseModelName) throws IOException {
        PeftConfig.write(directory, settings, baseModelName);
        PeftWeights.write(directory, pairs, factors());
    }

    private static NDList laidOut(NDList arrays, NDList factors, NDManager memory) {
        NDArray absent = memory.create(new float[0]);
        int at = 0;
        while (at < factors.size()) {
            for (int n : new int[] {3, 1, 2, 1}) {
                List<NDArray> a = new java.util.ArrayList<>();
                NDList rest = new NDList();
                for (int j = 0; j < n; j++) {
                    a.add(factors.get(at++));
                    rest.add(factors.get(at++));
                }
                arrays.add(n == 1 ? a.getFirst() : Kernels.get().join(memory, a));
                arrays.addAll(rest);
                for (int j = 0; j < n; j++) {
                    arrays.add(absent);
                }
            }
        }
        return arrays;
    }

    public LoraSettings settings() {
        return settings;
    }

    /** The factors in the kernels' order, A and B of each module, without the scale; they belong to this adapter. */
    public NDList factors() {
        NDList factors = new NDList();
        for (int i = 1; i < arrays.size(); i++) {
            if (arrays.get(i).getShape().size() > 0) {
                factors.add(arrays.get(i));
            }
        }
        return factors;
    }

    /** What the kernels take for this adapter, or for none. */
    public static NDList arrays(@Nullable LoraAdapter adapter, BaseModel model) {
        return adapter == null ? model.noAdapter() : adapter.arrays;
    }

    @Override
    public void close() {
        memory.close();
    }
}
