package dev.burnish.training.app;

import dev.burnish.kit.models.BackendUnreadableException;
import dev.burnish.kit.models.ModelBackend;
import dev.burnish.kit.models.ModelBackends;
import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.RunFailedException.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;

/** As the models' folders say. */
@ApplicationScoped
public class ConfiguredTrainers implements RemoteTrainers {
    private final ModelBackends models;
    private final Instance<RemoteTrainer> trainers;

    public ConfiguredTrainers(ModelBackends models, @Any Instance<RemoteTrainer> trainers) {
        this.models = models;
        this.trainers = trainers;
    }

    @Override
    public RemotePlace place(String baseModel) throws RunFailedException {
        try {
            ModelBackend backend = models.find(baseModel)
                    .orElseThrow(() -> new RunFailedException(
                            Reason.MODEL_MISSING, "The base model " + baseModel + " is not here any more.", null));
            return new RemotePlace(baseModel, backend);
        } catch (BackendUnreadableException e) {
            throw new RunFailedException(
                    Reason.MODEL_UNREADABLE, "The base model " + baseModel + " cannot be used: " + e.reason() + ".", e);
        }
    }

    @Override
    public boolean train(ModelBackend kind) {
        return trainers.stream().anyMatch(trainer -> trainer.trains(kind));
    }

    @Override
    public RemoteTrainer of(RemotePlace place) {
        return trainers.stream()
                .filter(trainer -> trainer.trains(place.backend()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(place.baseModel() + " is not trained elsewhere any more"));
    }
}
