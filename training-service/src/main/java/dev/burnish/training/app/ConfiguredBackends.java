package dev.burnish.training.app;

import dev.burnish.kit.models.BackendUnreadableException;
import dev.burnish.kit.models.ModelBackend;
import dev.burnish.kit.models.ModelBackends;
import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.RunFailedException.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;

/** As the models' folders say. A model that is not there is left to this machine's own backend, which tells what is. */
@ApplicationScoped
public class ConfiguredBackends implements TrainingBackends {
    private final ModelBackends models;
    private final Instance<TrainingBackend> backends;

    public ConfiguredBackends(ModelBackends models, @Any Instance<TrainingBackend> backends) {
        this.models = models;
        this.backends = backends;
    }

    @Override
    public TrainingBackend of(String baseModel) throws RunFailedException {
        ModelBackend kind = kind(baseModel);
        return backends.stream()
                .filter(backend -> backend.trains(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing trains models of the kind " + kind));
    }

    private ModelBackend kind(String baseModel) throws RunFailedException {
        try {
            return models.find(baseModel).orElseGet(ModelBackend.Local::new);
        } catch (BackendUnreadableException e) {
            throw new RunFailedException(
                    Reason.MODEL_UNREADABLE, "The base model " + baseModel + " cannot be used: " + e.reason() + ".", e);
        }
    }
}
