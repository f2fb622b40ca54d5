package dev.burnish.ingestion.storage;

import dev.burnish.ingestion.domain.InstalledModels;
import dev.burnish.kit.models.BaseModels;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The base models in the directory that all services share. */
@ApplicationScoped
public class ModelDirectory implements InstalledModels {
    private final BaseModels models;

    ModelDirectory(BaseModels models) {
        this.models = models;
    }

    @Override
    public List<String> names() {
        return models.names();
    }
}
