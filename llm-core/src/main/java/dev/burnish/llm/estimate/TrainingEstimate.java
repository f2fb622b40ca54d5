package dev.burnish.llm.estimate;

import dev.burnish.llm.Precision;
import dev.burnish.llm.kernel.Quantisation;
import dev.burnish.llm.lora.LoraSettings;
import dev.burnish.llm.model.ModelConfig;
import dev.burnish.llm.training.MemoryPlan;
import org.jspecify.annotations.Nullable;

/**
 * Memory and work of a training, from the configuration alone. Memory is in bytes. The counts follow from what the kernels keep; matrix
 * products count two operations for each parameter and token, once forward and once for each kind of gradient.
 *
 * @param weights of the base model
 * @param trained what is trained: fp32 values, their gradients and AdamW's two moments
 * @param activations what malloc takes for one micro-batch of the plan's tokens: kept layers, the input of each other layer, and one layer at
 *     work
 * @param head logits and gradients at the output, for as many rows as are computed at once
 * @param runtime the process without any of these
 * @param operationsPerToken floating-point operations of matrix products, attention's own left out
 */
public record TrainingEstimate(
        long weights, long trained, long activations, long head, long runtime, double operationsPerToken) {

    /** Rows of logits are computed for about that many values at once. */
    private static final long LOGITS = 1L << 24;

    /**
     * A Java process with libtorch that trains a model of next to no size: its heap, the pages of libraries that are in use, and what
     * libtorch compiles. Measured as the peak of such a process, 248 MiB in fp32 and 260 MiB in bf16; what a framework around it takes is
     * not in it.
     */
    private static final long RUNTIME = 256L << 20;

    /**
     * Memory that malloc takes for each byte of activations: a step's arrays are of many sizes, and do not fill the gaps that those of the
     * step before have left. Fitted to measured peaks of steps of 512 to 4,096 tokens.
     */
    private static final double TAKEN = 1.47;

    private static final int MASTER_BYTES = 4 * Float.BYTES;

    /** Of an adapter. */
    public static TrainingEstimate ofAdapter(
            ModelConfig config, Precision precision, LoraSettings settings, MemoryPlan plan) {
        return ofAdapter(config, precision, null, settings, plan);
    }

    /**
     * Of an adapter.
     *
     * @param quantisation how the base model's projections are kept in fewer bits, each being brought back for its product; activations are then always computed again; null if
     *     they are not
     */
    public static TrainingEstimate ofAdapter(
            ModelConfig config,
            Precision precision,
            @Nullable Quantisation quantisation,
            LoraSettings settings,
            MemoryPlan asked) {
        ModelSize size = new ModelSize(config);
        int kept = quantisation == null ? Math.min(asked.keptLayers(), config.layers()) : 0;
        MemoryPlan plan = new MemoryPlan(asked.microBatchTokens(), kept);
        double multiplied = size.multiplied() + size.adapter(settings);
        double again = multiplied * (config.layers() - kept) / config.layers();
        return new TrainingEstimate(
                quantisation == null ? size.parameters() * precision.bytes() : size.quantised(precision, quantisation),
                size.adapter(settings) * (MASTER_BYTES + precision.bytes()),
                activations(size, precision, plan, size.ranks(settings)),
                head(config, precision, plan),
                RUNTIME,
                4 * multiplied + 2 * again);
    }

    /** Of every weight: fp32 masters and a copy in the precision of the products. */
    public static TrainingEstimate ofModel(ModelConfig config, Precision precision, MemoryPlan plan) {
        ModelSize size = new ModelSize(config);
        int kept = Math.min(plan.keptLayers(), config.layers());
        double again = (double) size.multiplied() * (config.layers() - kept) / config.layers();
        long copy = precision == Precision.FP32 ? 0 : size.parameters() * precision.bytes();
        return new TrainingEstimate(
                copy,
                size.parameters() * MASTER_BYTES,
                activations(size, precision, plan, 0),
                head(config, precision, plan),
                RUNTIME,
                6.0 * size.multiplied() + 2 * again);
    }

    private static long activations(ModelSize size, Precision precision, MemoryPlan plan, long ranks) {
        int layers = size.config().layers();
        int kept = Math.min(plan.keptLayers(), layers);
        long atWork = kept == layers ? 0 : size.keptValues();
        long values = kept * (size.keptValues() + ranks)
                + (long) (layers - kept) * size.config().hiddenSize()
                + atWork
                + size.passingValues();
        return (long) (TAKEN * plan.microBatchTokens() * values * precision.bytes());
    }

    private static long head(ModelConfig config, Precision precision, MemoryPlan plan) {
        long logits =
                Math.min(LOGITS + config.vocabularySize(), (long) plan.microBatchTokens() * config.vocabularySize());
        return logits * precision.bytes();
    }

    /** The highest memory of the process. */
    public long total() {
        return weights + trained + activations + head + runtime;
    }

    /** @param operationsPerSecond that this machine reaches in training, as measured */
    public double seconds(long tokens, double operationsPerSecond) {
        return tokens * operationsPerToken / operationsPerSecond;
    }
}
