package dev.burnish.ingestion.storage;

import dev.burnish.ingestion.domain.InstalledModels;
import dev.burnish.kit.models.ModelBackends;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The base models in the directory that all services share, those of providers too. */
@ApplicationScoped
public class ModelDirectory implements InstalledModels {
    private final ModelBackends models;

    ModelDirectory(ModelBackends models) {
        this.models = models;
    }

    @Override
    public List<String> names() {
        return models.names();
    }
}
