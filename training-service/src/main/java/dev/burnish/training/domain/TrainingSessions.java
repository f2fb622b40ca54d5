package dev.burnish.training.domain;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/** Trainings on this machine's device. Those over one base model that are open at a time share their passes through it. */
public interface TrainingSessions {

    /**
     * Reads the examples, waits until there is room for the training beside those that are open, loads the base model and initialises the adapter. Who asks first enters first.
     *
     * @param isWanted asked now and then while there is no room
     * @throws NoLongerWantedException once it answers no
     */
    TrainingSession open(TrainingTask task, BooleanSupplier isWanted) throws RunFailedException, IOException;
}
