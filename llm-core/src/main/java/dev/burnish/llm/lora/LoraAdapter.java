package dev.burnish.llm.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.burnish.llm.Precision;
import dev.burnish.llm.checkpoint.ArraySlot;
import dev.burnish.llm.checkpoint.Checkpoint;
import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.checkpoint.SafetensorsWriter;
import dev.burnish.llm.kernel.Kernels;
import dev.burnish.llm.lora.AdapterSlot.Kind;
import dev.burnish.llm.model.BaseModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A LoRA adapter in memory: for each adapted linear layer W the factors A and B of an update, y = Wx + scale · B(A(x)), and with DoRA the
 * magnitudes m of its rows, y = m/‖W + scale · BA‖ · (Wx + scale · B(A(x))). Used on the engine's thread only; closing frees the arrays.
 */
public final class LoraAdapter implements AutoCloseable {

    private static final String WEIGHTS = "adapter_model.safetensors";

    private final LoraSettings settings;
    private final List<AdapterSlot> slots;
    private final NDManager memory;
    private final NDList arrays;

    private LoraAdapter(LoraSettings settings, BaseModel model, NDManager memory) {
        this.settings = settings;
        this.memory = memory;
        slots = AdapterSlot.of(model.config(), settings);
        arrays = new NDList(memory.create((float) settings.scale()));
    }

    /** Where the array of a slot comes from. */
    @FunctionalInterface
    private interface Source {
        NDArray array(AdapterSlot slot) throws CheckpointException;
    }

    /**
     * A new fp32 adapter as PEFT makes it: A uniform in ±1/√inputs (Kaiming with a = √5), B zero and magnitudes the norms of W's rows, so
     * that it changes nothing yet.
     */
    public static LoraAdapter initialise(BaseModel model, LoraSettings settings, long seed) {
        Random random = new Random(seed);
        NDManager memory = Kernels.get().newScope();
        try {
            LoraAdapter adapter = new LoraAdapter(settings, model, memory);
            adapter.fill(slot -> switch (slot.kind()) {
                case A -> uniform(slot.stored(), random, memory);
                case B ->
                    memory.zeros(new Shape(slot.stored().parts().getFirst().shape()), DataType.FLOAT32);
                case MAGNITUDE -> memory.create(model.rowNorms(slot.layer(), slot.projection()));
            });
            return adapter;
        } catch (CheckpointException e) {
            throw new IllegalStateException("no checkpoint is read here", e);
        } catch (RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    private static NDArray uniform(ArraySlot slot, Random random, NDManager memory) {
        int rows = slot.parts().stream().mapToInt(ArraySlot.Part::rows).sum();
        int columns = slot.parts().getFirst().columns();
        float bound = (float) (1 / Math.sqrt(columns));
        float[] values = new float[Math.multiplyExact(rows, columns)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (2 * random.nextFloat() - 1) * bound;
        }
        return memory.create(values, new Shape(rows, columns));
    }

    /** Reads a PEFT adapter directory to be trained on, in fp32. */
    public static LoraAdapter load(Path directory, BaseModel model) throws CheckpointException {
        return load(directory, model, Precision.FP32);
    }

    /**
     * Reads a PEFT adapter directory; what is not supported, or does not fit the model, is refused with its field or tensor.
     *
     * @param precision of the factors; magnitudes are fp32
     */
    public static LoraAdapter load(Path directory, BaseModel model, Precision precision) throws CheckpointException {
        LoraSettings settings = PeftConfig.read(directory);
        NDManager memory = Kernels.get().newScope();
        try (Checkpoint checkpoint = Checkpoint.ofFile(directory.resolve(WEIGHTS))) {
            LoraAdapter adapter = new LoraAdapter(settings, model, memory);
            adapter.fill(slot ->
                    checkpoint.read(slot.stored(), slot.kind() == Kind.MAGNITUDE ? Precision.FP32 : precision, memory));
            checkpoint.requireAllRead(tensor -> false);
            return adapter;
        } catch (CheckpointException | RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    private void fill(Source source) throws CheckpointException {
        NDArray absent = memory.create(new float[0]);
        for (AdapterSlot slot : slots) {
            arrays.add(slot.stored().isEmpty() ? absent : source.array(slot));
        }
    }

    /**
     * Writes {@code adapter_config.json} and {@code adapter_model.safetensors}, in fp32, as PEFT lays them out. Equal adapters give equal
     * bytes.
     *
     * @param baseModelName noted as {@code base_model_name_or_path}
     */
    public void save(Path directory, String baseModelName) throws IOException {
        PeftConfig.write(directory, settings, baseModelName);
        List<SafetensorsWriter.Source> tensors = new ArrayList<>();
        for (int i = 0; i < slots.size(); i++) {
            tensors.addAll(slots.get(i).stored().sources(arrays.get(i + 1), Precision.FP32));
        }
        SafetensorsWriter.write(directory.resolve(WEIGHTS), tensors);
    }

    public LoraSettings settings() {
        return settings;
    }

    /** What is trained, in the kernels' order: {@link #arrays} without the scale and without absent ones. They belong to this adapter. */
    public NDList factors() {
        NDList factors = new NDList();
        for (int i = 0; i < slots.size(); i++) {
            if (!slots.get(i).stored().isEmpty()) {
                factors.add(arrays.get(i + 1));
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
