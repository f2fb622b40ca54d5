package dev.burnish.llm.estimate;

import dev.burnish.llm.Precision;
import dev.burnish.llm.kernel.Quantisation;
import dev.burnish.llm.lora.LoraSettings;
import dev.burnish.llm.model.ModelConfig;
import dev.burnish.llm.training.MemoryPlan;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chooses how a training uses the memory that there is. */
public record MemoryBudget(long bytes) {

    private static final int MOST_TOKENS = 4096;
    private static final int FEWEST_TOKENS = 512;

    /**
     * The largest micro-batch whose activations can all be kept; where not even the smallest one's can, as many layers' as fit. A smaller
     * micro-batch costs little time, computing activations again costs half as much as the training itself.
     *
     * @param longest tokens of the longest example
     * @return empty if the training does not fit even with every activation computed again
     */
    public Optional<MemoryPlan> plan(ModelConfig config, Precision precision, LoraSettings settings, int longest) {
        return plan(config, precision, null, settings, longest);
    }

    /**
     * As {@link #plan(ModelConfig, Precision, LoraSettings, int)}.
     *
     * @param quantisation how the base model's projections are kept in fewer bits; null if they are not
     */
    public Optional<MemoryPlan> plan(
            ModelConfig config,
            Precision precision,
            @Nullable Quantisation quantisation,
            LoraSettings settings,
            int longest) {
        int fewest = least(longest).microBatchTokens();
        for (int tokens = Math.max(longest, MOST_TOKENS); tokens > fewest; tokens = Math.max(fewest, tokens / 2)) {
            MemoryPlan plan = new MemoryPlan(tokens, config.layers());
            if (TrainingEstimate.ofAdapter(config, precision, quantisation, settings, plan)
                            .total()
                    <= bytes) {
                return Optional.of(plan);
            }
        }
        for (int kept = config.layers(); kept >= 0; kept--) {
            MemoryPlan plan = new MemoryPlan(fewest, kept);
            if (TrainingEstimate.ofAdapter(config, precision, quantisation, settings, plan)
                            .total()
                    <= bytes) {
                return Optional.of(plan);
            }
        }
        return Optional.empty();
    }

    /** The plan that takes the least memory: the smallest micro-batch, every activation computed again. */
    public static MemoryPlan least(int longest) {
        return new MemoryPlan(Math.max(longest, FEWEST_TOKENS), 0);
    }
}
