package dev.burnish.llm.kernel;

/** How a matrix [out, in] is kept in fewer bits. */
public enum Quantisation {
    /** Each row divided by its largest magnitude / 127, rounded to whole numbers of 8 bits; scales [out] in fp32. */
    INT8("to_int8"),
    /**
     * NormalFloat of 4 bits: each block of 64 values of a row divided by its largest magnitude, then the nearest of 16 quantiles of a normal
     * distribution, two values in a byte, the first in its high half; scales [out, in / 64] in fp32. Source: Dettmers et al., "QLoRA",
     * 2023, appendix E.
     */
    NF4("to_nf4");

    private final String method;

    Quantisation(String method) {
        this.method = method;
    }

    String method() {
        return method;
    }

    /** Values that share a scale, which divides the columns of a matrix that can be quantised. */
    public int block() {
        return this == NF4 ? 64 : 1;
    }
}
