package dev.burnish.llm.kernel;

import dev.burnish.llm.Precision;

/**
 * How a matrix [out, in] is kept in fewer bits. Products of few rows in bf16 are computed with INT8 and INT4 as they are, on a processor;
 * else a matrix is brought back to the inputs' precision for each product.
 */
public enum Quantisation {
    /** Each row divided by its largest magnitude / 127, rounded to whole numbers of 8 bits; scales [out] in the matrix's precision. */
    INT8("to_int8"),
    /**
     * Each block of 64 values of a row spread over 16 equal steps from its lowest to its highest, packed in the order of the processor's
     * product; scales and middles [in / 64, out, 2] in the matrix's precision. Where libtorch has no such product or packs in another
     * order, the matrix stays as it is, and so does its precision.
     */
    INT4("to_int4"),
    /**
     * NormalFloat of 4 bits: each block of 64 values of a row divided by its largest magnitude, then the nearest of 16 quantiles of a normal
     * distribution, two values in a byte, the first in its high half; scales [out, in / 64] in fp32. Source: Dettmers et al., "QLoRA",
     * 2023, appendix E.
     */
    NF4("to_nf4"),
    /**
     * All bits of bf16, in the blocks that the processor's product reads, which otherwise arranges a matrix anew for each product: made for
     * generation, where that is most of the work. A matrix stays as it is in fp32 and where libtorch has no such product. It is marked by a
     * scale of 1 in four dimensions.
     */
    BLOCKS("to_blocks");

    private static final int BLOCK = 64;

    /** libtorch's product reads so many values of a row at a time, from aligned addresses, and crashes where they are not. */
    private static final int VECTOR = 16;

    private final String method;

    Quantisation(String method) {
        this.method = method;
    }

    String method() {
        return method;
    }

    /** Bytes of a matrix of that shape and its scales; of one that does not fit, as it stays in that precision. */
    public double bytes(long rows, long columns, Precision precision) {
        double values = (double) rows * columns;
        if (!fits(rows, columns)) {
            return values * precision.bytes();
        }
        return switch (this) {
            case INT8 -> values + rows * precision.bytes();
            case INT4 -> values / 2 + values / BLOCK * 2 * precision.bytes();
            case NF4 -> values / 2 + values / BLOCK * Float.BYTES;
            case BLOCKS -> values * precision.bytes();
        };
    }

    /** Bytes that exist for a moment, per value, while a matrix is brought back to the precision of a product. */
    public long bytesBringingBack(Precision precision) {
        return switch (this) {
            case INT8, BLOCKS -> 2L * precision.bytes();
            case INT4 -> 3L * precision.bytes();
            case NF4 -> 3 + Integer.BYTES + 2L * precision.bytes();
        };
    }

    /** Whether a matrix of that shape can be kept so. */
    public boolean fits(long rows, long columns) {
        return switch (this) {
            case BLOCKS -> true;
            case INT8 -> columns % VECTOR == 0;
            case NF4 -> columns % BLOCK == 0;
            case INT4 -> columns % BLOCK == 0 && rows % BLOCK == 0;
        };
    }
}
