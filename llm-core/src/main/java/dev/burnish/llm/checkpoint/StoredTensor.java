package dev.burnish.llm.checkpoint;

import java.util.List;

/**
 * One entry of a safetensors header.
 *
 * @param offset of its first byte in the file
 * @param length in bytes
 */
public record StoredTensor(String name, StoredType type, List<Long> shape, long offset, long length) {

    public StoredTensor {
        shape = List.copyOf(shape);
    }

    long end() {
        return offset + length;
    }

    /** The shape as libtorch takes it. */
    public long[] dimensions() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }
}
