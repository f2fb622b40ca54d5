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
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
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
 * <p>Weights are a list: embedding, head (the same array when tied), final norm, inverse RoPE frequencies, RMSNorm epsilon, then for each
 * layer input norm, q|k|v, o, post-attention norm, gate|up, down. An adapter is a list: its scale, then for each layer A and B of q, k,
 * v, o, gate, up and down; a list of the scale alone means no adapter. Matrices are [out, in].
 *
 * <p>Arrays may hold bf16, which DJL cannot name: they are handles here, nothing asks for their data type, and they travel in lists,
 * because DJL asks for the type of an array that is passed alone.
 */
public final class Kernels {

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
        try (InputStream source = requireNonNull(Kernels.class.getResourceAsStream("llama.torchscript"))) {
            String text = new String(source.readAllBytes(), StandardCharsets.UTF_8);
            Model model = Model.newInstance("llama", device, "PyTorch");
            model.load(new ByteArrayInputStream(TorchScriptArchive.pack(text, "Llama")));
            return new Kernels(model, device);
        } catch (IOException e) {
            throw new UncheckedIOException("the kernels' source cannot be read", e);
        } catch (MalformedModelException e) {
            throw new IllegalStateException("libtorch refuses the kernels' source", e);
        }
    }

    /** A new scope for arrays on this module's device; closing it frees them. */
    public NDManager newScope() {
        return NDManager.newBaseManager(device, "PyTorch");
    }

    /** Makes what is random in the next steps (dropout) follow from the seed. */
    public void seed(long seed) {
        JniUtils.setSeed(seed);
    }

    /** Adds the gradients of the summed loss of one micro-batch to {@code gradients}, in the adapter's order without the scale. */
    public LossSums loraStep(NDList weights, NDList adapter, NDList gradients, MicroBatch batch, double dropout) {
        try (NDManager scope = newScope()) {
            Call call = new Call(scope, "lora_step")
                    .list("w[]", weights)
                    .list("l[]", adapter)
                    .list("g[]", gradients);
            return call.batch(batch).scalar((float) dropout).sums();
        }
    }

    /**
     * Adds the gradients of the summed loss of one micro-batch to {@code gradients}, in the weights' order; an entry that is a scalar
     * belongs to a weight that is not trained.
     *
     * @param masters fp32 weights
     * @param like one array of the type to compute in
     */
    public LossSums fullStep(NDList masters, NDList gradients, NDArray like, MicroBatch batch, boolean tied) {
        try (NDManager scope = newScope()) {
            Call call = new Call(scope, "full_step")
                    .list("m[]", masters)
                    .list("g[]", gradients)
                    .list("t[]", new NDList(like));
            return call.batch(batch).scalar(tied ? 1f : 0f).sums();
        }
    }

    /** Divides the gradients by {@code count}, scales them down to a global norm of at most {@code most}, and returns the norm before that. */
    public double clip(NDList gradients, double most, long count) {
        try (NDManager scope = newScope()) {
            Call call = new Call(scope, "clip").list("g[]", gradients);
            return call.scalar((float) most).scalar(count).run().get(0).toFloatArray()[0];
        }
    }

    /** Applies AdamW in place and clears the gradients. */
    public void adamw(NDList parameters, NDList gradients, NDList firstMoments, NDList secondMoments, AdamW settings) {
        try (NDManager scope = newScope()) {
            new Call(scope, "adamw")
                    .list("p[]", parameters)
                    .list("g[]", gradients)
                    .list("m[]", firstMoments)
                    .list("v[]", secondMoments)
                    .array(scope.create(settings.values()))
                    .run();
        }
    }

    /** Summed loss of one micro-batch. */
    public LossSums evaluate(NDList weights, NDList adapter, MicroBatch batch) {
        try (NDManager scope = newScope()) {
            return new Call(scope, "evaluate")
                    .list("w[]", weights)
                    .list("l[]", adapter)
                    .batch(batch)
                    .sums();
        }
    }

    /** Logits of every position, [tokens × vocabulary] in rows. */
    public float[] logits(NDList weights, NDList adapter, int[] tokens) {
        try (NDManager scope = newScope()) {
            Call call = new Call(scope, "logits").list("w[]", weights).list("l[]", adapter);
            return call.array(scope.create(widened(tokens), new Shape(1, tokens.length)))
                    .run()
                    .get(0)
                    .toFloatArray();
        }
    }

    /** A key-value cache in {@code owner} for that many positions: keys and values of each layer, alternating. */
    public NDList newCache(NDManager owner, NDList weights, int positions) {
        try (NDManager scope = newScope()) {
            NDList cache = new Call(scope, "cache")
                    .list("w[]", weights)
                    .scalar(positions)
                    .run();
            cache.attach(owner);
            return cache;
        }
    }

    /**
     * Appends tokens to the cache and returns the logits after the last one.
     *
     * @param position of the first token; 0 if there are several
     */
    public float[] decode(NDList weights, NDList adapter, NDList cache, int[] tokens, int position) {
        NDList keys = new NDList();
        NDList values = new NDList();
        for (int i = 0; i < cache.size(); i += 2) {
            keys.add(cache.get(i));
            values.add(cache.get(i + 1));
        }
        try (NDManager scope = newScope()) {
            return new Call(scope, "decode")
                    .list("w[]", weights)
                    .list("l[]", adapter)
                    .list("k[]", keys)
                    .list("v[]", values)
                    .array(scope.create(widened(tokens), new Shape(1, tokens.length)))
                    .scalar(position)
                    .run()
                    .get(0)
                    .toFloatArray();
        }
    }

    /** A tensor in {@code owner}, read from its stored bytes; {@code stored} and {@code wanted} are libtorch's numbers of data types. */
    public NDArray fromBytes(NDManager owner, ByteBuffer bytes, long[] shape, int stored, int wanted) {
        try (NDManager scope = newScope()) {
            return kept(
                    owner,
                    new Call(scope, "from_bytes")
                            .array(scope.create(bytes, new Shape(bytes.remaining()), DataType.INT8))
                            .array(scope.create(shape))
                            .scalar(stored)
                            .scalar(wanted)
                            .run());
        }
    }

    /** The parts one below the other. */
    public NDArray join(NDManager owner, List<NDArray> parts) {
        try (NDManager scope = newScope()) {
            return kept(
                    owner,
                    new Call(scope, "join").list("x[]", new NDList(parts)).run());
        }
    }

    /** A copy in that precision. */
    public NDArray cast(NDManager owner, NDArray array, Precision precision) {
        try (NDManager scope = newScope()) {
            Call call = new Call(scope, "cast").list("x[]", new NDList(array));
            return kept(owner, call.scalar(precision.scalarType()).run());
        }
    }

    /** The little-endian bytes of some rows in that precision. */
    public ByteBuffer toBytes(NDArray array, long firstRow, long rows, Precision precision) {
        try (NDManager scope = newScope()) {
            return new Call(scope, "to_bytes")
                    .list("x[]", new NDList(array))
                    .scalar(firstRow)
                    .scalar(rows)
                    .scalar(precision.scalarType())
                    .run()
                    .get(0)
                    .toByteBuffer();
        }
    }

    private static NDArray kept(NDManager owner, NDList result) {
        NDArray array = result.get(0);
        array.attach(owner);
        return array;
    }

    private static long[] widened(int[] tokens) {
        long[] ids = new long[tokens.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = tokens[i];
        }
        return ids;
    }

    /** One call of a method: arguments in order, then {@link #run}. */
    private final class Call {

        private final NDManager scope;
        private final NDList arguments = new NDList();

        Call(NDManager scope, String method) {
            this.scope = scope;
            NDArray tag = scope.create(0);
            tag.setName("module_method:" + method);
            arguments.add(tag);
        }

        /** DJL groups arrays of one name into a list argument, so an array can be in one list of a call only. */
        Call list(String name, NDList arrays) {
            for (NDArray array : arrays) {
                array.setName(name);
                arguments.add(array);
            }
            return this;
        }

        Call array(NDArray array) {
            arguments.add(array);
            return this;
        }

        Call scalar(float value) {
            return array(scope.create(value));
        }

        Call scalar(long value) {
            return array(scope.create(value));
        }

        Call batch(MicroBatch batch) {
            return array(scope.create(batch.tokens(), new Shape(batch.sequences(), batch.length())))
                    .array(scope.create(batch.rows()))
                    .array(scope.create(batch.targets()));
        }

        NDList run() {
            return IValueUtils.forward((PtSymbolBlock) model.getBlock(), arguments, true);
        }

        LossSums sums() {
            NDList result = run();
            return new LossSums(result.get(0).toDoubleArray()[0], result.get(1).toLongArray()[0]);
        }
    }
}
