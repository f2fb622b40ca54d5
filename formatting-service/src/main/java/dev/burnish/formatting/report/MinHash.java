package dev.burnish.formatting.report;

import java.util.Arrays;

/**
 * Signatures whose agreement estimates the resemblance of two sets, the size of their intersection over that of their union (Broder, On the resemblance and containment of
 * documents, 1997). Each of {@value #SIZE} places holds 8 bits of the least value that one hash function takes on the set (Li and König, b-bit minwise hashing, 2010): two
 * sets agree in a place with a chance that is their resemblance, and else by accident once in 256.
 */
final class MinHash {
    static final int SIZE = 128;

    private static final double ACCIDENT = 1.0 / 256;

    private static final int[] FACTORS = new int[SIZE];
    private static final int[] TERMS = new int[SIZE];

    static {
        for (int i = 0; i < SIZE; i++) {
            FACTORS[i] = (int) Words.mix(2L * i + 0x5DEECE66DL) | 1;
            TERMS[i] = (int) Words.mix(2L * i + 1 + 0x5DEECE66DL);
        }
    }

    private MinHash() {}

    /** The signature of a set, whose elements may be repeated. */
    static byte[] of(long[] elements) {
        int[] least = new int[SIZE];
        Arrays.fill(least, Integer.MAX_VALUE);
        for (long element : elements) {
            lower(least, (int) (element ^ element >>> 32));
        }
        byte[] signature = new byte[SIZE];
        for (int place = 0; place < SIZE; place++) {
            signature[place] = (byte) (Words.mix(least[place]) >>> 56);
        }
        return signature;
    }

    // A loop of its own over arrays of one type: the compiler makes vectors of it.
    private static void lower(int[] least, int element) {
        for (int place = 0; place < SIZE; place++) {
            int value = element * FACTORS[place] + TERMS[place];
            // The lower half of a product does not depend on the upper bits of its factors.
            value = (value >>> 16 ^ value) * 0x45d9f3b;
            value = value >>> 15 ^ value;
            least[place] = Math.min(least[place], value);
        }
    }

    /** The estimated resemblance, 0 to 1, with a standard deviation of at most 0.045; each signature at its offset. */
    static double resemblance(byte[] one, int oneOffset, byte[] other, int otherOffset) {
        int equal = 0;
        for (int place = 0; place < SIZE; place++) {
            equal += one[oneOffset + place] == other[otherOffset + place] ? 1 : 0;
        }
        return Math.max(0, ((double) equal / SIZE - ACCIDENT) / (1 - ACCIDENT));
    }
}
