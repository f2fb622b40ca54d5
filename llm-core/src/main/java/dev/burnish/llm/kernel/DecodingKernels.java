package dev.burnish.llm.kernel;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/** The kernels of generation. Weights and adapters are laid out as {@link Kernels} says. */
public final class DecodingKernels {

    private final Kernels kernels = Kernels.get();

    /** Logits of every position, [tokens × vocabulary] in rows. */
    public float[] logits(NDList weights, NDList adapter, int[] tokens) {
        try (NDManager scope = kernels.newScope()) {
            return kernels.call(scope, "logits")
                    .list("w[]", weights)
                    .list("l[]", adapter)
                    .array(scope.create(widened(tokens)))
                    .run()
                    .get(0)
                    .toFloatArray();
        }
    }

    /** A key-value cache in {@code owner} for that many positions: keys and values of each layer, alternating. */
    public NDList newCache(NDManager owner, NDList weights, int positions) {
        try (NDManager scope = kernels.newScope()) {
            return kernels.call(scope, "cache")
                    .list("w[]", weights)
                    .scalar(positions)
                    .runInto(owner);
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
        try (NDManager scope = kernels.newScope()) {
            return kernels.call(scope, "decode")
                    .list("w[]", weights)
                    .list("l[]", adapter)
                    .list("k[]", keys)
                    .list("v[]", values)
                    .array(scope.create(widened(tokens)))
                    .scalar(position)
                    .run()
                    .get(0)
                    .toFloatArray();
        }
    }

    private static long[] widened(int[] tokens) {
        long[] ids = new long[tokens.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = tokens[i];
        }
        return ids;
    }
}
