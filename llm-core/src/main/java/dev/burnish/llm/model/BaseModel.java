package dev.burnish.llm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.burnish.llm.Precision;
import dev.burnish.llm.checkpoint.Checkpoint;
import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.checkpoint.SafetensorsFile;
import dev.burnish.llm.checkpoint.SafetensorsWriter;
import dev.burnish.llm.checkpoint.StoredTensor;
import dev.burnish.llm.checkpoint.StoredType;
import dev.burnish.llm.kernel.Kernels;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A base model's weights in memory. Used on the engine's thread only; closing frees the weights. */
public final class BaseModel implements AutoCloseable {

    private final ModelConfig config;
    private final Precision precision;
    private final NDManager memory;
    private final NDList weights;
    private final NDList noAdapter;

    private BaseModel(ModelConfig config, Precision precision, NDManager memory, NDList weights) {
        this.config = config;
        this.precision = precision;
        this.memory = memory;
        this.weights = weights;
        noAdapter = new NDList(memory.create(0f));
    }

    /** Reads {@code config.json} and the safetensors files of a directory in Hugging Face layout. */
    public static BaseModel load(Path directory, Precision precision) throws CheckpointException {
        ModelConfig config = ModelConfig.read(directory);
        NDManager memory = Kernels.get().newScope();
        try (Checkpoint checkpoint = Checkpoint.open(directory)) {
            NDList weights = new NDList();
            for (WeightSlot slot : WeightSlot.of(config)) {
                if (weights.size() == WeightSlot.HEAD && config.tiedEmbeddings()) {
                    weights.add(weights.get(WeightSlot.EMBEDDING));
                } else {
                    weights.add(
                            slot.trained()
                                    ? read(checkpoint, slot, precision, memory)
                                    : constant(weights.size(), config, memory));
                }
            }
            return new BaseModel(config, precision, memory, weights);
        } catch (CheckpointException | RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    /** A model with fp32 weights, to be trained from the start. */
    public static BaseModel initialise(ModelConfig config, InitialWeights initial) {
        NDManager memory = Kernels.get().newScope();
        NDList weights = new NDList();
        for (WeightSlot slot : WeightSlot.of(config)) {
            if (weights.size() == WeightSlot.HEAD && config.tiedEmbeddings()) {
                weights.add(weights.get(WeightSlot.EMBEDDING));
            } else if (slot.trained()) {
                weights.add(initial(slot, initial, memory));
            } else {
                weights.add(constant(weights.size(), config, memory));
            }
        }
        return new BaseModel(config, Precision.FP32, memory, weights);
    }

    private static NDArray initial(WeightSlot slot, InitialWeights initial, NDManager memory) {
        List<NDArray> parts = new ArrayList<>();
        for (WeightSlot.Part part : slot.parts()) {
            Shape shape = new Shape(part.shape());
            parts.add(memory.create(initial.values(part.name(), part.rows(), part.columns()), shape));
        }
        return joined(parts, memory);
    }

    private static NDArray joined(List<NDArray> parts, NDManager memory) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        NDArray joined = Kernels.get().join(memory, parts);
        parts.forEach(NDArray::close);
        return joined;
    }

    private static NDArray constant(int slot, ModelConfig config, NDManager memory) {
        return switch (slot) {
            case WeightSlot.FREQUENCIES ->
                memory.create(
                        config.rope().frequencies(config.headDimension()), new Shape(1, config.headDimension() / 2));
            case WeightSlot.CONSTANTS ->
                memory.create(new float[] {
                    (float) config.rmsNormEpsilon(), 1, config.maxPositions(), config.heads(), config.keyValueHeads()
                });
            case WeightSlot.WINDOWS -> memory.create(new float[config.layers()]);
            default -> memory.create(new float[0]);
        };
    }

    private static NDArray read(Checkpoint checkpoint, WeightSlot slot, Precision precision, NDManager memory)
            throws CheckpointException {
        List<NDArray> parts = new ArrayList<>();
        for (WeightSlot.Part part : slot.parts()) {
            SafetensorsFile file = checkpoint.fileOf(part.name());
            StoredTensor tensor = file.tensors().get(part.name());
            if (tensor == null || !tensor.shape().equals(part.shape())) {
                throw new CheckpointException(
                        file.file(),
                        part.name(),
                        "has shape " + (tensor == null ? "none" : tensor.shape()) + ", config.json asks for "
                                + part.shape());
            }
            try (Arena arena = Arena.ofConfined()) {
                parts.add(Kernels.get()
                        .fromBytes(
                                memory,
                                file.map(tensor, arena),
                                tensor.dimensions(),
                                tensor.type().scalarType(),
                                precision.scalarType()));
            }
        }
        return joined(parts, memory);
    }

    /** Writes {@code model.safetensors} under Hugging Face's names. */
    public void saveWeights(Path directory, Precision stored) throws IOException {
        StoredType type = stored == Precision.BF16 ? StoredType.BF16 : StoredType.F32;
        List<SafetensorsWriter.Source> tensors = new ArrayList<>();
        List<WeightSlot> slots = WeightSlot.of(config);
        for (int i = 0; i < slots.size(); i++) {
            if (!slots.get(i).trained() || (i == WeightSlot.HEAD && config.tiedEmbeddings())) {
                continue;
            }
            NDArray array = weights.get(i);
            long row = 0;
            for (WeightSlot.Part part : slots.get(i).parts()) {
                long first = row;
                tensors.add(new SafetensorsWriter.Source(
                        part.name(),
                        type,
                        part.shape(),
                        () -> Kernels.get().toBytes(array, first, part.rows(), stored)));
                row += part.rows();
            }
        }
        SafetensorsWriter.write(directory.resolve("model.safetensors"), tensors);
    }

    public ModelConfig config() {
        return config;
    }

    public Precision precision() {
        return precision;
    }

    /** The arrays in the kernels' order; they belong to this model. */
    public NDList weights() {
        return weights;
    }

    /** Whether matrices are kept in fewer bits. */
    public boolean isQuantised() {
        return false;
    }

    /** What the kernels take in the place of an adapter when there is none. */
    public NDList noAdapter() {
        return noAdapter;
    }

    /** Whether the array at that place of {@link #weights} can be trained: no constant, and not the embedding once more. */
    public boolean isTrainable(int index) {
        boolean again = index == WeightSlot.HEAD && config.tiedEmbeddings();
        return !again && WeightSlot.of(config).get(index).trained();
    }

    @Override
    public void close() {
        memory.close();
    }
}
