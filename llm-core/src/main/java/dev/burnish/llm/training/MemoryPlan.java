package dev.burnish.llm.training;

/**
 * How much of a training step is in memory at once.
 *
 * @param microBatchTokens tokens that run through the model at once; a longer example runs alone
 * @param keptLayers the activations of that many last layers are kept for the backward pass, those of the others are computed again; more
 *     than the model has means all
 */
public record MemoryPlan(int microBatchTokens, int keptLayers) {

    /** Every activation of up to 4,096 tokens is kept. */
    public static final MemoryPlan KEEP_ALL = new MemoryPlan(4096, Integer.MAX_VALUE);

    public MemoryPlan {
        Settings.require(microBatchTokens >= 1, "microBatchTokens must be at least 1, not " + microBatchTokens);
        Settings.require(keptLayers >= 0, "keptLayers must not be negative, it is " + keptLayers);
    }
}
