package dev.burnish.formatting.report;

/**
 * Signatures whose agreement estimates the resemblance of two sets, the size of their intersection over that of their union (Broder, On the resemblance and containment of
 * documents, 1997). Each of {@value #SIZE} places holds 16 bits of the least value that one hash function takes on the set (Li and König, b-bit minwise hashing, 2010): two
 * sets agree in a place with a chance that is their resemblance, and by accident once in 65536.
 */
final class MinHash {
    static final int SIZE = 128;

    private static final long[] FACTORS = new long[SIZE];
    private static final long[] TERMS = new long[SIZE];

    static {
        for (int i = 0; i < SIZE; i++) {
            FACTORS[i] = Words.mix(2L * i + 0x5DEECE66DL) | 1;
            TERMS[i] = Words.mix(2L * i + 1 + 0x5DEECE66DL);
        }
    }

    private MinHash() {}

    /** Writes the signature of a set, whose elements may be repeated, to {@value #SIZE} places from the offset on. */
    static void sign(long[] elements, short[] signatures, int offset) {
        for (int place = 0; place < SIZE; place++) {
            long factor = FACTORS[place];
            long term = TERMS[place];
            long least = Long.MAX_VALUE;
            for (long element : elements) {
                long value = element * factor + term;
                // The upper half depends on all bits of the element.
                value = value >>> 32 ^ value;
                value = (value * factor) >>> 1;
                least = Math.min(least, value);
            }
            signatures[offset + place] = (short) (Words.mix(least) >>> 48);
        }
    }

    /** The estimated resemblance, 0 to 1, with a standard deviation of at most 0.044. */
    static double resemblance(short[] signatures, int one, int other) {
        int equal = 0;
        for (int place = 0; place < SIZE; place++) {
            equal += signatures[one + place] == signatures[other + place] ? 1 : 0;
        }
        return (double) equal / SIZE;
    }
}
