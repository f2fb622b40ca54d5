package dev.burnish.llm.training;

import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.model.BaseModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Direct preference optimisation of an adapter, one optimizer step at a time; the reference is the base model without it. The order of
 * pairs, dropout and so every step follow from the seed. Used on the engine's thread only.
 */
public final class PreferenceTraining implements AutoCloseable {

    private final BaseModel model;
    private final TrainingSettings settings;
    private final double beta;
    private final List<PreferencePair> pairs;
    private final Map<Integer, ReferencedPair> referenced = new HashMap<>();
    private final Epochs epochs;
    private final AdapterTrainer trainer;

    /**
     * Training on pairs, each of which the base model reads once, in the first step that takes it.
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
        this.model = model;
        this.settings = settings;
        this.beta = beta;
        this.pairs = List.copyOf(pairs);
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
        List<ReferencedPair> batch =
                epochs.batch(step).stream().map(this::referenced).toList();
        double learningRate = settings.learningRate().at(step, totalSteps());
        return trainer.preferenceStep(batch, beta, learningRate, epochs.dropoutSeed(step));
    }

    private ReferencedPair referenced(int place) {
        return referenced.computeIfAbsent(place, _ -> ReferencedPair.of(model, pairs.get(place)));
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
