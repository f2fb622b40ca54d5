package dev.burnish.training.app;

import dev.burnish.training.domain.RunFailedException;

/** Where each base model is trained. */
public interface TrainingBackends {

    /** @throws RunFailedException if what the operator has said of it cannot be used */
    TrainingBackend of(String baseModel) throws RunFailedException;
}
