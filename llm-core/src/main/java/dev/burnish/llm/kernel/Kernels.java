package dev.burnish.llm.kernel;

import static java.util.Objects.requireNonNull;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtSymbolBlock;
import dev.burnish.llm.Engine;
import dev.burnish.llm.Precision;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that runs in libtorch, as one TorchScript module without state: weights come with each call.
 *
 * <p>Weights are a list: embedding [vocabulary, hidden], head (the same array when tied), the head's scales, final norm, inverse RoPE
 * frequencies [1 or 2, head dimension / 2] (the second row is for calls whose longest sequence exceeds the switch length), constants
 * (RMSNorm epsilon, the factor of cosine and sine, the switch length, query heads, key-value heads), the sliding window of each layer in
 * tokens (0 for none); then for each layer input norm, q|k|v, o, post-attention norm, gate|up and down, as {@link #LAYER_WEIGHTS} arrays:
 * input norm; q|k|v with its scales and bias; norms of q and k; o with its scales and bias; post-attention norm; gate|up with its scales
 * and bias; down with its scales and bias. What a model does not have is an array of no elements. Matrices are [out, in]; a matrix has
 * scales when it is quantised, see {@link Quantisation}.
 *
 * <p>An adapter is a list: its scale; then for each layer {@link #LAYER_FACTORS} arrays in four groups q|k|v, o, gate|up and down: the A
 * factors of the group's adapted projections one below the other, the B factor of each projection, and the DoRA magnitude of each
 * projection. A list of the scale alone means no adapter. A training step takes the lists of several adapters one after the other, and
 * {@link Segments} that say which rows are whose.
 *
 * <p>Arrays may hold bf16, which DJL cannot name: they are handles here, nothing asks for their data type, and they travel in lists,
 * because DJL asks for the type of an array that is passed alone.
 */
public final class Kernels {

    /** Arrays before the first layer's. */
    public static final int HEADER_WEIGHTS = 7;

    /** Arrays of each layer. */
    public static final int LAYER_WEIGHTS = 16;

    /** Arrays of an adapter in each layer. */
    public static final int LAYER_FACTORS = 18;

    private static final List<String> SOURCES =
            List.of("model.torchscript", "training.torchscript", "decoding.torchscript", "bytes.torchscript");

    private static @Nullable Kernels instance;

    /** Held rather than its block, because its finalizer frees the block. */
    private final Model model;

    private final Device device;

    private Kernels(Model model, Device device) {
        this.model = model;
        this.device = device;
    }

    /** The module of this process, compiled on first use. */
    public static Kernels get() {
        Engine.requireEngineThread();
        if (instance == null) {
            instance = compile();
        }
        return instance;
    }

    private static Kernels compile() {
        Device device = ai.djl.engine.Engine.getEngine("PyTorch").getGpuCount() > 0 ? Device.gpu() : Device.cpu();
        StringBuilder text = new StringBuilder();
        for (String source : SOURCES) {
            text.append(read(source));
        }
        try {
            Model model = Model.newInstance("llama", device, "PyTorch");
            model.load(new ByteArrayInputStream(TorchScriptArchive.pack(text.toString(), "Llama")));
            return new Kernels(model, device);
        } catch (IOException e) {
            throw new UncheckedIOException("the kernels cannot be packed", e);
        } catch (MalformedModelException e) {
            throw new IllegalStateException("libtorch refuses the kernels' source", e);
        }
    }

    private static String read(String source) {
        try (InputStream in = requireNonNull(Kernels.class.getResourceAsStream(source))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the kernels' source " + source + " cannot be read", e);
        }
    }

    /** A new scope for arrays on this module's device; closing it frees them. */
    public NDManager newScope() {
        return NDManager.newBaseManager(device, "PyTorch");
    }

    /** A call of that method whose further arguments live in the scope. */
    KernelCall call(NDManager scope, String method) {
        return new KernelCall(model, scope, method);
    }

    /** A call of that method without gradients. */
    InferenceCall inference(String method) {
        return new InferenceCall((PtSymbolBlock) model.getBlock(), method);
    }

    /** A tensor in {@code owner}, read from its stored bytes; {@code stored} and {@code wanted} are libtorch's numbers of data types. */
    public NDArray fromBytes(NDManager owner, ByteBuffer bytes, long[] shape, int stored, int wanted) {
        try (NDManager scope = newScope()) {
            return call(scope, "from_bytes")
                    .array(scope.create(bytes, new Shape(bytes.remaining()), DataType.INT8))
                    .array(scope.create(shape))
                    .scalar(stored)
                    .scalar(wanted)
                    .runInto(owner)
                    .get(0);
        }
    }

    /** The parts one below the other. */
    public NDArray join(NDManager owner, List<NDArray> parts) {
        try (NDManager scope = newScope()) {
            return call(scope, "join")
                    .list("x[]", new NDList(parts))
                    .runInto(owner)
                    .get(0);
        }
    }

    /** A copy in that precision. */
    public NDArray cast(NDManager owner, NDArray array, Precision precision) {
        try (NDManager scope = newScope()) {
            return call(scope, "cast")
                    .list("x[]", new NDList(array))
                    .scalar(precision.scalarType())
                    .runInto(owner)
                    .get(0);
        }
    }

    /** Overwrites the first array with the second one, which has the same shape. */
    public void assign(NDArray target, NDArray source) {
        try (NDManager scope = newScope()) {
            call(scope, "assign")
                    .list("x[]", new NDList(target))
                    .list("y[]", new NDList(source))
                    .run();
        }
    }

    /** A matrix [out, in] as its quantised form and the scales of that form. */
    public NDList quantise(NDManager owner, NDArray matrix, Quantisation quantisation) {
        try (NDManager scope = newScope()) {
            return call(scope, quantisation.method())
                    .list("x[]", new NDList(matrix))
                    .runInto(owner);
        }
    }

    /** The little-endian bytes of some rows in that precision. */
    public ByteBuffer toBytes(NDArray array, long firstRow, long rows, Precision precision) {
        try (NDManager scope = newScope()) {
            return call(scope, "to_bytes")
                    .list("x[]", new NDList(array))
                    .scalar(firstRow)
                    .scalar(rows)
                    .scalar(precision.scalarType())
                    .run()
                    .get(0)
                    .toByteBuffer();
        }
    }
}
