package dev.burnish.training.domain;

import java.io.IOException;

/** Trainings on this machine's device, one at a time. */
public interface TrainingSessions {

    /** Reads the examples, loads the base model and initialises the adapter. */
    TrainingSession open(TrainingTask task) throws RunFailedException, IOException;
}
