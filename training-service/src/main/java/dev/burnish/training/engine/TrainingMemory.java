package dev.burnish.training.engine;

import dev.burnish.llm.estimate.MemoryBudget;
import dev.burnish.llm.estimate.TrainingEstimate;
import dev.burnish.llm.kernel.Quantisation;
import dev.burnish.llm.model.ModelConfig;
import dev.burnish.llm.training.MemoryPlan;
import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.RunFailedException.Reason;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The memory that a training may take, and how each training uses it. */
@Startup
@Singleton
public class TrainingMemory {
    private static final Logger LOG = Logger.getLogger(TrainingMemory.class);

    /** Beside training, a machine has the other services, and the operating system's caches. */
    private static final double SHARE_OF_MACHINE = 0.6;

    /** A GPU has nothing else to do, but its allocator does not fill every gap. */
    private static final double SHARE_OF_GPU = 0.85;

    private final DeviceEngine engine;
    private final long bytes;

    public TrainingMemory(DeviceEngine engine, EngineSettings settings) {
        this.engine = engine;
        bytes = settings.memory().isPresent()
                ? settings.memory().get().asLongValue()
                : (long) (engine.memory() * (engine.onGpu() ? SHARE_OF_GPU : SHARE_OF_MACHINE));
        LOG.infof("training may take %s of memory", gigabytes(bytes));
    }

    /** @throws RunFailedException if such a model and adapter do not fit, however short the examples are */
    void requireRoom(ModelConfig model, TrainingRecipe recipe) throws RunFailedException {
        plan(model, recipe, 1);
    }

    /**
     * How to train in the memory that there is.
     *
     * @param longest tokens of what must run through the model at once: of the longest example, or the longest pair
     * @throws RunFailedException if there is not enough however it is used
     */
    MemoryPlan plan(ModelConfig model, TrainingRecipe recipe, int longest) throws RunFailedException {
        return planWithin(bytes, model, recipe, longest).orElseThrow(() -> insufficient(model, recipe, longest));
    }

    /** How to train in a part of the memory; empty if it is too small however it is used. */
    Optional<MemoryPlan> planWithin(long part, ModelConfig model, TrainingRecipe recipe, int longest) {
        return new MemoryBudget(part).plan(model, engine.precision(), recipe.quantisation(), recipe.shape(), longest);
    }

    /** What a training takes that goes by this plan. */
    TrainingEstimate estimate(ModelConfig model, TrainingRecipe recipe, MemoryPlan plan) {
        return TrainingEstimate.ofAdapter(model, engine.precision(), recipe.quantisation(), recipe.shape(), plan);
    }

    /** What all trainings may take together. */
    long bytes() {
        return bytes;
    }

    private RunFailedException insufficient(ModelConfig model, TrainingRecipe recipe, int longest) {
        MemoryPlan plan = MemoryBudget.least(longest);
        TrainingEstimate least = estimate(model, recipe, plan);
        return new RunFailedException(
                Reason.INSUFFICIENT_MEMORY,
                "This training needs at least " + gigabytes(least.total()) + " of memory, but may take "
                        + gigabytes(bytes) + ". Of the need, " + gigabytes(least.weights()) + " are the base model's, "
                        + gigabytes(least.trained()) + " the adapter's and its optimizer's, and "
                        + gigabytes(least.activations() + least.head()) + " what is computed for "
                        + plan.microBatchTokens() + " tokens, the fewest that run at once with these examples. "
                        + advice(model, recipe, longest, least),
                null);
    }

    private String advice(ModelConfig model, TrainingRecipe recipe, int longest, TrainingEstimate least) {
        if (!recipe.shape().dora()
                && new MemoryBudget(bytes)
                        .plan(model, engine.precision(), Quantisation.NF4, recipe.shape(), longest)
                        .isPresent()) {
            return "Set burnish.lora.base_weights to nf4, with which it fits.";
        }
        return least.weights() + least.runtime() > bytes
                ? "Choose a smaller base model, or raise burnish.training.memory on a larger device."
                : "Lower burnish.lora.rank, adapt fewer burnish.lora.target_modules or shorten the longest examples;"
                        + " or choose a smaller base model, or raise burnish.training.memory on a larger device.";
    }

    private static String gigabytes(long amount) {
        return String.format(Locale.ROOT, "%.2f GiB", amount / (double) (1L << 30));
    }
}
