package dev.burnish.llm.training;

import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.model.BaseModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Direct preference optimisation of an adapter, one optimizer step at a time; the reference is the base model without it. The order of
 * pairs, dropout and so every step follow from the seed. Used on the engine's thread only.
 */
public final class PreferenceTraining implements AutoCloseable {

    private final TrainingSettings settings;
    private final double beta;
    private final List<ReferencedPair> pairs = new ArrayList<>();
    private final Epochs epochs;
    private final AdapterTrainer trainer;

    /**
     * Reads every pair once with the base model.
     *
     * @param pairs at least one
     * @param beta how strongly the adapter is held to the base model, positive; 0.1 is usual
     */
    public PreferenceTraining(
            BaseModel model,
            LoraAdapter adapter,
            TrainingSettings settings,
            double beta,
            MemoryPlan memoryPlan,
            List<PreferencePair> pairs) {
        Settings.require(!pairs.isEmpty(), "there is no pair to train on");
        Settings.require(beta > 0 && Double.isFinite(beta), "beta must be positive, not " + beta);
        this.settings = settings;
        this.beta = beta;
        for (PreferencePair pair : pairs) {
            this.pairs.add(ReferencedPair.of(model, pair));
        }
        epochs = new Epochs(pairs.size(), settings);
        trainer = new AdapterTrainer(model, adapter, settings.optimizer(), memoryPlan);
    }

    /** Optimizer steps of the whole training. */
    public int totalSteps() {
        return epochs.totalSteps();
    }

    public boolean finished() {
        return trainer.steps() >= totalSteps();
    }

    /**
     * The next optimizer step.
     *
     * @throws TrainingDivergedException if loss or gradient is not finite; the adapter is then as it was before the step
     * @throws IllegalStateException if training has finished
     */
    public PreferenceReport step() throws TrainingDivergedException {
        if (finished()) {
            throw new IllegalStateException("training has finished after " + totalSteps() + " steps");
        }
        int step = trainer.steps() + 1;
        List<ReferencedPair> batch = epochs.batch(step).stream().map(pairs::get).toList();
        double learningRate = settings.learningRate().at(step, totalSteps());
        return trainer.preferenceStep(batch, beta, learningRate, epochs.dropoutSeed(step));
    }

    /** Writes all that {@link #restore} needs besides the arguments of the constructor. */
    public void save(Path file) throws IOException {
        trainer.save(file);
    }

    /** Goes on from where {@link #save} was called on a training with the same arguments. */
    public void restore(Path file) throws CheckpointException {
        trainer.restore(file);
    }

    @Override
    public void close() {
        trainer.close();
    }
}
