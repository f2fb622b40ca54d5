package dev.burnish.llm.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.burnish.llm.Precision;
import dev.burnish.llm.kernel.Kernels;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Stored tensors by name: of one safetensors file, or of the shards that an index lists. Keeps count of what has been read. */
public final class Checkpoint implements AutoCloseable {

    /** Tensors are handed to libtorch in pieces of about this many bytes, so that few of them are in memory twice. */
    private static final long PIECE_BYTES = 64L << 20;

    private final Path main;
    private final List<SafetensorsFile> files = new ArrayList<>();
    private final Map<String, SafetensorsFile> fileOfTensor = new HashMap<>();
    private final Set<String> unread = new TreeSet<>();

    private Checkpoint(Path main) {
        this.main = main;
    }

    /** The weights of a model directory: {@code model.safetensors}, or the shards that {@code model.safetensors.index.json} lists. */
    public static Checkpoint open(Path directory) throws CheckpointException {
        Path single = directory.resolve("model.safetensors");
        Path index = directory.resolve("model.safetensors.index.json");
        if (Files.exists(single) || !Files.exists(index)) {
            return ofFile(single);
        }
        return of(index, ShardIndex.read(index));
    }

    /** The tensors of one safetensors file. */
    public static Checkpoint ofFile(Path file) throws CheckpointException {
        return of(file, Set.of(String.valueOf(file.getFileName())));
    }

    private static Checkpoint of(Path main, Set<String> names) throws CheckpointException {
        Checkpoint checkpoint = new Checkpoint(main);
        try {
            for (String name : names) {
                checkpoint.add(SafetensorsFile.open(main.resolveSibling(name)));
            }
            return checkpoint;
        } catch (CheckpointException e) {
            checkpoint.close();
            throw e;
        }
    }

    private void add(SafetensorsFile file) throws CheckpointException {
        files.add(file);
        for (String tensor : file.tensors().keySet()) {
            if (fileOfTensor.put(tensor, file) != null) {
                throw new CheckpointException(file.file(), tensor, "is in two files");
            }
        }
        unread.addAll(file.tensors().keySet());
    }

    /**
     * The array of a slot in that precision, in {@code memory}.
     *
     * @throws CheckpointException if a tensor is missing or has another shape than the slot
     */
    public NDArray read(ArraySlot slot, Precision precision, NDManager memory) throws CheckpointException {
        List<NDArray> pieces = new ArrayList<>();
        for (ArraySlot.Part part : slot.parts()) {
            readPart(part, precision, memory, pieces);
        }
        if (pieces.size() == 1) {
            return pieces.getFirst();
        }
        NDArray joined = Kernels.get().join(memory, pieces);
        pieces.forEach(NDArray::close);
        return joined;
    }

    private void readPart(ArraySlot.Part part, Precision precision, NDManager memory, List<NDArray> pieces)
            throws CheckpointException {
        SafetensorsFile file = fileOf(part.name());
        StoredTensor tensor = tensor(part.name());
        if (!tensor.shape().equals(part.shape())) {
            throw new CheckpointException(
                    file.file(),
                    part.name(),
                    "has shape " + tensor.shape() + ", the configuration asks for " + part.shape());
        }
        unread.remove(part.name());
        long rowBytes = tensor.length() / part.rows();
        int most = Math.clamp(PIECE_BYTES / rowBytes, 1, part.rows());
        for (int row = 0; row < part.rows(); row += most) {
            int rows = Math.min(most, part.rows() - row);
            long[] shape = part.columns() == 0 ? new long[] {rows} : new long[] {rows, part.columns()};
            try (Arena arena = Arena.ofConfined()) {
                ByteBuffer bytes = file.map(tensor, row * rowBytes, rows * rowBytes, arena);
                pieces.add(Kernels.get()
                        .fromBytes(memory, bytes, shape, tensor.type().scalarType(), precision.scalarType()));
            }
        }
    }

    /** Counts a tensor as read if it holds the same as another one, or is not there. */
    public void skipIfSame(String tensor, String as) throws CheckpointException {
        if (!fileOfTensor.containsKey(tensor)) {
            return;
        }
        SafetensorsFile file = fileOf(tensor);
        SafetensorsFile other = fileOf(as);
        if (!file.holdsSame(tensor(tensor), other, tensor(as))) {
            throw new CheckpointException(file.file(), tensor, "differs from " + as + ", with which it is tied");
        }
        unread.remove(tensor);
    }

    /**
     * Fails if a tensor has not been read: it would change what is computed.
     *
     * @param ignored names that do not count
     */
    public void requireAllRead(Predicate<String> ignored) throws CheckpointException {
        for (String tensor : unread) {
            if (!ignored.test(tensor)) {
                throw new CheckpointException(fileOf(tensor).file(), tensor, "has no place in the configuration");
            }
        }
    }

    private SafetensorsFile fileOf(String tensor) throws CheckpointException {
        SafetensorsFile file = fileOfTensor.get(tensor);
        if (file == null) {
            throw new CheckpointException(main, tensor, "is missing");
        }
        return file;
    }

    private StoredTensor tensor(String name) throws CheckpointException {
        StoredTensor tensor = fileOf(name).tensors().get(name);
        if (tensor == null) {
            throw new CheckpointException(main, name, "is missing");
        }
        return tensor;
    }

    @Override
    public void close() throws CheckpointException {
        for (SafetensorsFile file : files) {
            file.close();
        }
    }
}
