package dev.burnish.training.domain;

import java.io.IOException;
import java.nio.file.Path;

/** One training in memory. Closing it frees the adapter and its optimizer, not the base model. */
public interface TrainingSession extends AutoCloseable {

    /** The same number of steps for every epoch. */
    int totalSteps();

    /** Does the next optimizer step. */
    StepMeasurement step() throws RunFailedException;

    int validationExamples();

    /** Measures the adapter as it stands on the validation examples {@code from} (inclusive) to {@code to} (exclusive). */
    LossSums validate(int from, int to) throws RunFailedException;

    /** Writes adapter_config.json and adapter_model.safetensors, in PEFT's layout, into an existing directory. */
    void save(Path directory) throws RunFailedException, IOException;

    /** Names all that the steps depend on but the examples and the state: base model, settings and arithmetic. Equal ones go on from each other's states. */
    String fingerprint();

    /** Writes the adapter, the optimizer and the number of steps. */
    void saveState(Path file) throws RunFailedException, IOException;

    /** Takes up a state of a training with the same fingerprint and examples; on a processor, what follows is the same bit for bit. */
    void restoreState(Path file) throws ResumePointUnusableException, RunFailedException, IOException;

    @Override
    void close();
}
