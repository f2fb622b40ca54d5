package dev.burnish.deployment.app;

import dev.burnish.deployment.domain.BaseModels;
import dev.burnish.deployment.domain.ServedModel;
import dev.burnish.deployment.domain.TunedModels;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Lists what a tenant can send requests to. */
@Singleton
public class ListModels {
    private final BaseModels bases;
    private final TunedModels tuned;

    public ListModels(BaseModels bases, TunedModels tuned) {
        this.bases = bases;
        this.tuned = tuned;
    }

    /** Base models by name, then the tenant's fine-tuned models, newest first. */
    public List<ServedModel> list(String tenant) {
        List<ServedModel> models = new ArrayList<>(bases.all());
        models.addAll(tuned.of(tenant));
        return models;
    }
}
