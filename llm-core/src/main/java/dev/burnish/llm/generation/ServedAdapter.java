package dev.burnish.llm.generation;

import dev.burnish.llm.kernel.DecodingKernels;
import dev.burnish.llm.kernel.NativeArrays;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.model.BaseModel;

/**
 * An adapter in the form that generation computes with: the scale and, for DoRA, the norms of W + BA are worked into its factors once.
 * It does not follow later changes of the adapter it was made of, which may be closed. Used on the engine's thread only; close it after
 * the last sequence that uses it has left.
 */
public final class ServedAdapter implements AutoCloseable {

    private final int rank;
    private final NativeArrays factors;

    private ServedAdapter(int rank, NativeArrays factors) {
        this.rank = rank;
        this.factors = factors;
    }

    /** @param model the one that the adapter was made for */
    public static ServedAdapter of(LoraAdapter adapter, BaseModel model) {
        DecodingKernels kernels = new DecodingKernels();
        try (NativeArrays weights = kernels.hold(model.weights())) {
            return new ServedAdapter(
                    adapter.settings().rank(), kernels.servingFactors(weights, LoraAdapter.arrays(adapter, model)));
        }
    }

    int rank() {
        return rank;
    }

    NativeArrays factors() {
        return factors;
    }

    @Override
    public void close() {
        factors.close();
    }
}
