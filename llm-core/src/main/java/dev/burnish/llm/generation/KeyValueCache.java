package dev.burnish.llm.generation;

import dev.burnish.llm.kernel.DecodingKernels;
import dev.burnish.llm.kernel.NativeArrays;

/** Keys and values of several sequences, a slot each. It grows by doubling up to the longest sequence, so that memory follows use. */
final class KeyValueCache implements AutoCloseable {

    private static final int FIRST_POSITIONS = 256;

    private final DecodingKernels kernels;
    private final int longest;
    private int positions;
    private NativeArrays arrays;

    /** @param longest most positions of a slot, at least 1 */
    KeyValueCache(DecodingKernels kernels, NativeArrays weights, int slots, int longest) {
        this.kernels = kernels;
        this.longest = longest;
        positions = Math.min(FIRST_POSITIONS, longest);
        arrays = kernels.newCache(weights, slots, positions);
    }

    /** The arrays, with room for that many positions in each slot. */
    NativeArrays holding(int wanted) {
        if (wanted > positions) {
            positions = Math.min(longest, Math.max(wanted, 2 * positions));
            NativeArrays longer = kernels.longerCache(arrays, positions);
            arrays.close();
            arrays = longer;
        }
        return arrays;
    }

    /** Copies the first positions of one slot over another. */
    void move(int source, int target, int length) {
        if (source != target && length > 0) {
            kernels.moveSlot(arrays, source, target, length);
        }
    }

    @Override
    public void close() {
        arrays.close();
    }
}
