package dev.burnish.deployment.app;

import dev.burnish.deployment.domain.BaseModels;
import dev.burnish.deployment.domain.HostedModels;
import dev.burnish.deployment.domain.ServedModel;
import dev.burnish.deployment.domain.TunedModels;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Lists what a tenant can send requests to. */
@Singleton
public class ListModels {
    private final BaseModels bases;
    private final TunedModels tuned;
    private final HostedModels hosted;

    public ListModels(BaseModels bases, TunedModels tuned, HostedModels hosted) {
        this.bases = bases;
        this.tuned = tuned;
        this.hosted = hosted;
    }

    /** Base models by name, then the tenant's fine-tuned models, newest first. */
    public List<ServedModel> list(String tenant) {
        List<ServedModel> models = new ArrayList<>(bases.all());
        Stream.concat(tuned.of(tenant).stream(), hosted.of(tenant).stream())
                .sorted(Comparator.comparing(ServedModel::created).reversed())
                .forEach(models::add);
        return models;
    }
}
