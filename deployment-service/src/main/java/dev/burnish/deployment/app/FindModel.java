package dev.burnish.deployment.app;

import dev.burnish.deployment.domain.BaseModels;
import dev.burnish.deployment.domain.HostedModels;
import dev.burnish.deployment.domain.ServedModel;
import dev.burnish.deployment.domain.TunedModels;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Finds the model that a request names. */
@Singleton
public class FindModel {
    private final BaseModels bases;
    private final TunedModels tuned;
    private final HostedModels hosted;

    public FindModel(BaseModels bases, TunedModels tuned, HostedModels hosted) {
        this.bases = bases;
        this.tuned = tuned;
        this.hosted = hosted;
    }

    /** Empty also for another tenant's model, so that names cannot be probed. */
    public Optional<ServedModel> find(String tenant, String name) {
        return bases.find(name)
                .<ServedModel>map(base -> base)
                .or(() -> tuned.find(tenant, name))
                .or(() -> hosted.find(tenant, name));
    }
}
