package dev.burnish.training.app;

import dev.burnish.kit.models.ModelBackend;
import dev.burnish.training.domain.RunFailedException;

/** The machinery that this service can have runs trained by. */
public interface RemoteTrainers {

    /** @throws RunFailedException if nobody else trains it, or not any more */
    RemotePlace place(String baseModel) throws RunFailedException;

    boolean train(ModelBackend kind);

    RemoteTrainer of(RemotePlace place);
}
