package dev.burnish.llm.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kernels of generation. Weights and adapters are laid out as {@link Kernels} says.
 *
 * <p>A cache holds keys and values of several sequences, an array [slots, 2 · key-value heads, positions, head dimension] for each layer.
 * An adapter is served from factors of its own, laid out as an adapter but for three things: all are fp32, whose small products need less
 * than half the time of bf16 ones; B holds the scale and DoRA's factor c of each row, and the group's first magnitude stands for c − 1
 * of all its rows, in the weights' precision. Factors of several adapters lie beside each other along the rank; c − 1 is then
 * [1 + adapters, outputs] with no change in its first row.
 */
public final class DecodingKernels {

    private final Kernels kernels = Kernels.get();

    /**
     * Logits after one more token of each of some sequences.
     *
     * @param logits [sequences, vocabulary] in fp32
     * @param likeliest the token of the highest logit of each
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Decoded(NDArray logits, int[] likeliest) {

        static Decoded of(NDList arrays) {
            long[] tokens = arrays.get(1).toLongArray();
            int[] likeliest = new int[tokens.length];
            for (int i = 0; i < likeliest.length; i++) {
                likeliest[i] = (int) tokens[i];
            }
            return new Decoded(arrays.get(0), likeliest);
        }
    }

    /**
     * The likeliest tokens of some rows of logits.
     *
     * @param tokens [rows × most] in falling order of their logits
     * @param scaled their logits, divided by the row's temperature
     * @param totals of each row, the logarithm of the sum of exp over all its scaled logits
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Likeliest(long[] tokens, float[] scaled, float[] totals) {}

    /**
     * Log probabilities of some rows of logits.
     *
     * @param chosen of the row's chosen token
     * @param tokens [rows × most] the row's likeliest
     * @param logprobs theirs
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Logprobs(float[] chosen, long[] tokens, float[] logprobs) {}

    /** Logits of every position, [tokens × vocabulary] in rows, computed without a cache. */
    public float[] logits(NDList weights, NDList adapter, int[] tokens) {
        try (NDManager scope = kernels.newScope()) {
            return kernels.call(scope, "logits")
                    .list("w[]", weights)
                    .list("l[]", adapter)
                    .array(scope.create(Arrays.stream(tokens).asLongStream().toArray()))
                    .run()
                    .get(0)
                    .toFloatArray();
        }
    }

    /** A list for the other methods to take; the caller closes it. */
    public NativeArrays hold(NDList arrays) {
        return NativeArrays.of(arrays);
    }

    /** A cache of zeros. */
    public NativeArrays newCache(NativeArrays weights, int slots, int positions) {
        return call("cache").list(weights).number(slots).number(positions).keep();
    }

    /** A copy of the cache with room for more positions. */
    public NativeArrays longerCache(NativeArrays cache, int positions) {
        return call("longer_cache").list(cache).number(positions).keep();
    }

    /** Copies the first positions of one slot of the cache to another slot. */
    public void moveSlot(NativeArrays cache, int source, int target, int positions) {
        call("move_slot")
                .list(cache)
                .number(source)
                .number(target)
                .number(positions)
                .keep()
                .close();
    }

    /** What an adapter, laid out as {@link Kernels} says, is served from. */
    public NativeArrays servingFactors(NativeArrays weights, NDList adapter) {
        try (NativeArrays factors = NativeArrays.of(adapter)) {
            return call("serving_factors").list(weights).list(factors).keep();
        }
    }

    /** Factors of several adapters, for tokens of which each has at most one of them. */
    public NativeArrays mixedFactors(List<NativeArrays> adapters, int[] ranks) {
        try (NativeArrays all = NativeArrays.of(adapters)) {
            return call("mixed_factors").list(all).numbers(ranks).keep();
        }
    }

    /**
     * A part of a prompt.
     *
     * @param start position of its first token
     * @param length of the whole prompt
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record PromptPart(int[] tokens, int start, int length) {}

    /**
     * Writes a part of a prompt into a slot of the cache; the parts come in order.
     *
     * @param factors of the sequence's adapter, or the list of a scale alone
     * @return what follows the prompt, or null before its last part
     */
    public @Nullable Decoded prefill(
            NDManager scope,
            NativeArrays weights,
            NativeArrays factors,
            NativeArrays cache,
            int slot,
            PromptPart part) {
        NDList result = call("prefill")
                .list(weights)
                .list(factors)
                .list(cache)
                .numbers(part.tokens())
                .number(slot)
                .number(part.start())
                .number(part.length())
                .run(scope);
        return result.isEmpty() ? null : Decoded.of(result);
    }

    /**
     * Runs one token of each sequence through the model, sequence i in slot i.
     *
     * @param factors of the one adapter of all, of {@link #mixedFactors}, or the list of a scale alone
     * @param mix empty without {@link #mixedFactors}, else [sequences, rank] with 1 where a column is of the sequence's adapter, and
     *     [sequences] the adapter's number from 1, or 0 for none
     * @param positions of the tokens in their sequences
     */
    public Decoded decode(
            NDManager scope,
            NativeArrays weights,
            NativeArrays factors,
            NativeArrays mix,
            NativeArrays cache,
            int[] tokens,
            int[] positions) {
        return Decoded.of(call("decode")
                .list(weights)
                .list(factors)
                .list(mix)
                .list(cache)
                .numbers(tokens)
                .numbers(positions)
                .run(scope));
    }

    /**
     * Logits in which some tokens of some rows are changed: divided by the divisor where positive, else multiplied with it, then less the
     * amount. A pair of row and token comes once.
     */
    public NDArray penalised(
            NDManager scope, NDArray logits, int[] rows, int[] tokens, double[] divisors, double[] amounts) {
        return call("penalised")
                .array(logits)
                .numbers(rows)
                .numbers(tokens)
                .numbers(divisors)
                .numbers(amounts)
                .run(scope)
                .get(0);
    }

    /** The likeliest tokens of those rows, {@code most} of each or the whole vocabulary. */
    public Likeliest likeliest(NDArray logits, int[] rows, double[] temperatures, int most) {
        try (NDManager scope = kernels.newScope()) {
            NDList result = call("candidates")
                    .array(logits)
                    .numbers(rows)
                    .numbers(temperatures)
                    .number(most)
                    .run(scope);
            return new Likeliest(
                    result.get(0).toLongArray(),
                    result.get(1).toFloatArray(),
                    result.get(2).toFloatArray());
        }
    }

    /** Log probabilities of a chosen token and of the {@code most} likeliest ones of those rows. */
    public Logprobs logprobs(NDArray logits, int[] rows, int[] chosen, int most) {
        try (NDManager scope = kernels.newScope()) {
            NDList result = call("logprobs")
                    .array(logits)
                    .numbers(rows)
                    .numbers(chosen)
                    .number(most)
                    .run(scope);
            return new Logprobs(
                    result.get(0).toFloatArray(),
                    result.get(1).toLongArray(),
                    result.get(2).toFloatArray());
        }
    }

    private InferenceCall call(String method) {
        return kernels.inference(method);
    }
}
