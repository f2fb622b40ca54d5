package dev.burnish.llm.checkpoint;

import ai.djl.ndarray.NDArray;
import dev.burnish.llm.Precision;
import dev.burnish.llm.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;

/**
 * One array of a list that the kernels take, as stored tensors one below the other. A slot without parts has no stored tensor: a constant,
 * or what a model or adapter does not have.
 */
public record ArraySlot(List<Part> parts) {

    public static final ArraySlot EMPTY = new ArraySlot(List.of());

    public ArraySlot {
        parts = List.copyOf(parts);
    }

    /**
     * A stored tensor.
     *
     * @param columns 0 for a vector
     */
    public record Part(String name, int rows, int columns) {

        public List<Long> shape() {
            return columns == 0 ? List.of((long) rows) : List.of((long) rows, (long) columns);
        }

        public int elements() {
            return Math.multiplyExact(rows, Math.max(columns, 1));
        }
    }

    public static ArraySlot of(Part... parts) {
        return new ArraySlot(List.of(parts));
    }

    public boolean isEmpty() {
        return parts.isEmpty();
    }

    /** The tensors to write for the array of this slot, each a range of its rows. */
    public List<SafetensorsWriter.Source> sources(NDArray array, Precision stored) {
        StoredType type = stored == Precision.BF16 ? StoredType.BF16 : StoredType.F32;
        List<SafetensorsWriter.Source> sources = new ArrayList<>();
        long row = 0;
        for (Part part : parts) {
            long first = row;
            sources.add(new SafetensorsWriter.Source(
                    part.name(), type, part.shape(), () -> Kernels.get().toBytes(array, first, part.rows(), stored)));
            row += part.rows();
        }
        return sources;
    }
}
