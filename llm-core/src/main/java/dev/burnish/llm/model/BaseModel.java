package dev.burnish.llm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.burnish.llm.Precision;
import dev.burnish.llm.checkpoint.ArraySlot;
import dev.burnish.llm.checkpoint.Checkpoint;
import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.checkpoint.SafetensorsWriter;
import dev.burnish.llm.kernel.Kernels;
import dev.burnish.llm.kernel.Quantisation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A base model's weights in memory. Used on the engine's thread only; closing frees the weights. */
public final class BaseModel implements AutoCloseable {

    /** Elements whose norms are taken at once. */
    private static final int NORM_ELEMENTS = 1 << 22;

    private final ModelConfig config;
    private final Precision precision;
    private final @Nullable Quantisation quantisation;
    private final boolean headToo;
    private final NDManager memory;
    private final List<ArraySlot> slots;
    private final NDList weights = new NDList();
    private final NDList noAdapter;

    private BaseModel(
            ModelConfig config,
            Precision precision,
            @Nullable Quantisation quantisation,
            boolean headToo,
            NDManager memory) {
        this.config = config;
        this.precision = precision;
        this.quantisation = quantisation;
        this.headToo = headToo;
        this.memory = memory;
        slots = WeightSlot.of(config);
        noAdapter = new NDList(memory.create(0f));
    }

    /** Where the array of a slot comes from. */
    @FunctionalInterface
    private interface Source {
        NDArray array(ArraySlot slot) throws CheckpointException;
    }

    /**
     * Reads {@code config.json} and the safetensors files of a directory in Hugging Face layout.
     *
     * @throws CheckpointException naming the field that is not supported, or the tensor that is missing, unexpected or of another shape
     */
    public static BaseModel load(Path directory, Precision precision) throws CheckpointException {
        return read(directory, precision, null, false);
    }

    /**
     * As {@link #load(Path, Precision)}, with each matrix but the embedding kept in fewer bits as soon as it is read. A matrix whose shape
     * does not fit stays as it is.
     */
    public static BaseModel load(Path directory, Precision precision, Quantisation quantisation)
            throws CheckpointException {
        return read(directory, precision, quantisation, true);
    }

    /** As {@link #load(Path, Precision, Quantisation)}, but the head stays as it is too, as in QLoRA: it would be brought back whole in each step. */
    public static BaseModel loadToTrainOver(Path directory, Precision precision, Quantisation quantisation)
            throws CheckpointException {
        return read(directory, precision, quantisation, false);
    }

    private static BaseModel read(
            Path directory, Precision precision, @Nullable Quantisation quantisation, boolean headToo)
            throws CheckpointException {
        ModelConfig config = ModelConfig.read(directory);
        NDManager memory = Kernels.get().newScope();
        try (Checkpoint checkpoint = Checkpoint.open(directory)) {
            BaseModel model = new BaseModel(config, precision, quantisation, headToo, memory);
            model.fill(slot -> checkpoint.read(slot, precision, memory));
            if (config.tiedEmbeddings()) {
                checkpoint.skipIfSame("lm_head.weight", "model.embed_tokens.weight");
            }
            checkpoint.requireAllRead(tensor -> tensor.endsWith(".rotary_emb.inv_freq"));
            return model;
        } catch (CheckpointException | RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    /** A model with fp32 weights, to be trained from the start. */
    public static BaseModel initialise(ModelConfig config, InitialWeights initial) {
        NDManager memory = Kernels.get().newScope();
        try {
            BaseModel model = new BaseModel(config, Precision.FP32, null, false, memory);
            model.fill(slot -> initial(slot, initial, memory));
            return model;
        } catch (CheckpointException e) {
            throw new IllegalStateException("no checkpoint is read here", e);
        } catch (RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    private static NDArray initial(ArraySlot slot, InitialWeights initial, NDManager memory) {
        List<NDArray> parts = new ArrayList<>();
        for (ArraySlot.Part part : slot.parts()) {
            float[] values = initial.values(part.name(), part.rows(), part.columns());
            parts.add(memory.create(values, new Shape(part.shape())));
        }
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        NDArray joined = Kernels.get().join(memory, parts);
        parts.forEach(NDArray::close);
        return joined;
    }

    private void fill(Source source) throws CheckpointException {
        NDArray absent = memory.create(new float[0]);
        for (int i = 0; i < slots.size(); i++) {
            if (weights.size() > i) {
                continue;
            }
            if (i == WeightSlot.HEAD && config.tiedEmbeddings()) {
                add(i, weights.get(WeightSlot.EMBEDDING));
            } else if (slots.get(i).isEmpty()) {
                weights.add(constant(i, absent));
            } else {
                add(i, source.array(slots.get(i)));
            }
        }
    }

    /** Adds the array of a slot; in fewer bits, its scales too, which are the next slot's. */
    private void add(int index, NDArray array) {
        long columns = array.getShape().dimension() == 2 ? array.getShape().get(1) : 0;
        boolean matrix = columns > 0 && index != WeightSlot.EMBEDDING && (headToo || index != WeightSlot.HEAD);
        if (quantisation == null
                || !matrix
                || !quantisation.fits(array.getShape().get(0), columns)) {
            weights.add(array);
            return;
        }
        weights.addAll(Kernels.get().quantise(memory, array, quantisation));
        if (index != WeightSlot.HEAD || !config.tiedEmbeddings()) {
            array.close();
        }
    }

    private NDArray constant(int index, NDArray absent) {
        return switch (index) {
            case WeightSlot.FREQUENCIES -> frequencies();
            case WeightSlot.CONSTANTS ->
                memory.create(new float[] {
                    (float) config.rmsNormEpsilon(),
                    (float) config.rope().attentionFactor(),
                    config.rope().switchLength(),
                    config.heads(),
                    config.keyValueHeads()
                });
            case WeightSlot.WINDOWS -> {
                float[] windows = new float[config.layers()];
                for (int layer = 0; layer < windows.length; layer++) {
                    windows[layer] = config.windows().get(layer);
                }
                yield memory.create(windows);
            }
            default -> absent;
        };
    }

    private NDArray frequencies() {
        List<float[]> rows = config.rope().frequencies(config.headDimension());
        int columns = config.headDimension() / 2;
        FloatBuffer all = FloatBuffer.allocate(rows.size() * columns);
        rows.forEach(all::put);
        return memory.create(all.array(), new Shape(rows.size(), columns));
    }

    /**
     * Writes {@code model.safetensors} under Hugging Face's names.
     *
     * @throws IllegalStateException if the model is quantised
     */
    public void saveWeights(Path directory, Precision stored) throws IOException {
        if (isQuantised()) {
            throw new IllegalStateException("a quantised model does not give back its weights");
        }
        List<SafetensorsWriter.Source> tensors = new ArrayList<>();
        for (int i = 0; i < slots.size(); i++) {
            if (isTrainable(i)) {
                tensors.addAll(slots.get(i).sources(weights.get(i), stored));
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
        return quantisation != null;
    }

    /**
     * The Euclidean norm of each row, one per output, of a projection's weight.
     *
     * @throws IllegalStateException if the model is quantised
     */
    public float[] rowNorms(int layer, Projection projection) {
        if (isQuantised()) {
            throw new IllegalStateException("a quantised model does not give the norms of its weights");
        }
        String name = projection.module(layer) + ".weight";
        for (int i = 0; i < slots.size(); i++) {
            int first = 0;
            for (ArraySlot.Part part : slots.get(i).parts()) {
                if (part.name().equals(name)) {
                    return rowNorms(weights.get(i), first, part);
                }
                first += part.rows();
            }
        }
        throw new IllegalArgumentException("there is no " + name);
    }

    private static float[] rowNorms(NDArray matrix, int first, ArraySlot.Part part) {
        float[] norms = new float[part.rows()];
        int most = Math.max(1, NORM_ELEMENTS / part.columns());
        for (int row = 0; row < norms.length; row += most) {
            int rows = Math.min(most, norms.length - row);
            ByteBuffer bytes = Kernels.get().toBytes(matrix, first + row, rows, Precision.FP32);
            FloatBuffer values = bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
            for (int i = row; i < row + rows; i++) {
                double sum = 0;
                for (int column = 0; column < part.columns(); column++) {
                    float value = values.get();
                    sum += (double) value * value;
                }
                norms[i] = (float) Math.sqrt(sum);
            }
        }
        return norms;
    }

    /** What the kernels take in the place of an adapter when there is none. */
    public NDList noAdapter() {
        return noAdapter;
    }

    /** Whether the array at that place of {@link #weights} is a stored one and not the embedding once more. */
    public boolean isTrainable(int index) {
        boolean again = index == WeightSlot.HEAD && config.tiedEmbeddings();
        return !again && !slots.get(index).isEmpty();
    }

    @Override
    public void close() {
        memory.close();
    }
}
