package dev.burnish.training.engine;

import dev.burnish.llm.training.TrainingDivergedException;
import dev.burnish.training.domain.LossSums;
import dev.burnish.training.domain.StepMeasurement;

/** What an adapter learns from, and how it does there. Used on the engine's thread. */
interface Learning extends AutoCloseable {

    int totalSteps();

    /** Does the next optimizer step. */
    StepMeasurement step() throws TrainingDivergedException;

    int validationExamples();

    /** Of the adapter as it stands, on the validation examples {@code from} (inclusive) to {@code to} (exclusive). */
    LossSums validate(int from, int to);

    /** Frees the optimizer, not the adapter. */
    @Override
    void close();
}
