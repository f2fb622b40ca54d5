package dev.burnish.llm.training;

import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.text.EncodedExample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Training of an adapter on examples, one optimizer step at a time; the adapter changes in place. The order of examples, dropout and so
 * every step follow from the seed. Used on the engine's thread only.
 */
public final class LoraTraining implements AutoCloseable {

    private final TrainingSettings settings;
    private final List<EncodedExample> examples;
    private final Epochs epochs;
    private final AdapterTrainer trainer;

    /** @param examples at least one, each with a learned token */
    public LoraTraining(
            BaseModel model,
            LoraAdapter adapter,
            TrainingSettings settings,
            MemoryPlan memoryPlan,
            List<EncodedExample> examples) {
        Settings.require(!examples.isEmpty(), "there is no example to train on");
        for (EncodedExample example : examples) {
            Settings.require(
                    example.learnedTokens() > 0, "the example of line " + example.line() + " has no learned token");
        }
        this.settings = settings;
        this.examples = List.copyOf(examples);
        epochs = new Epochs(examples.size(), settings);
        trainer = new AdapterTrainer(model, adapter, settings.optimizer(), memoryPlan);
    }

    /** Training with every activation kept. */
    public LoraTraining(
            BaseModel model, LoraAdapter adapter, TrainingSettings settings, List<EncodedExample> examples) {
        this(model, adapter, settings, MemoryPlan.KEEP_ALL, examples);
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
    public StepReport step() throws TrainingDivergedException {
        Turn turn = nextTurn();
        return trainer.step(turn.examples(), turn.learningRate(), turn.dropoutSeed());
    }

    /** What the next step is done with. */
    record Turn(List<EncodedExample> examples, double learningRate, int dropoutSeed) {}

    /** @throws IllegalStateException if training has finished */
    Turn nextTurn() {
        if (finished()) {
            throw new IllegalStateException("training has finished after " + totalSteps() + " steps");
        }
        int step = trainer.steps() + 1;
        List<EncodedExample> batch =
                epochs.batch(step).stream().map(examples::get).toList();
        return new Turn(batch, settings.learningRate().at(step, totalSteps()), epochs.dropoutSeed(step));
    }

    AdapterTrainer trainer() {
        return trainer;
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
