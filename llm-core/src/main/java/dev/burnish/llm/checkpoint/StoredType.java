package dev.burnish.llm.checkpoint;

/** Data types of stored tensors that are read. */
public enum StoredType {
    F32(4, 6),
    F16(2, 5),
    BF16(2, 15);

    private final int bytes;
    private final int scalarType;

    StoredType(int bytes, int scalarType) {
        this.bytes = bytes;
        this.scalarType = scalarType;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** libtorch's number of the data type. */
    public int scalarType() {
        return scalarType;
    }
}
