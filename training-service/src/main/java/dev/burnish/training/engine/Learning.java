package dev.burnish.training.engine;

import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.training.TrainingDivergedException;
import dev.burnish.training.domain.LossSums;
import dev.burnish.training.domain.StepMeasurement;
import java.io.IOException;
import java.nio.file.Path;

/** What an adapter learns from, and how it does there. Used on the engine's thread. */
interface Learning extends AutoCloseable {

    int totalSteps();

    /** Does the next optimizer step. */
    StepMeasurement step() throws TrainingDivergedException;

    int validationExamples();

    /** Of the adapter as it stands, on the validation examples {@code from} (inclusive) to {@code to} (exclusive). */
    LossSums validate(int from, int to);

    /** Writes the adapter, the optimizer and the number of steps. */
    void save(Path file) throws IOException;

    /** Takes up what was saved. */
    void restore(Path file) throws CheckpointException;

    /** Frees the optimizer, not the adapter. */
    @Override
    void close();
}
