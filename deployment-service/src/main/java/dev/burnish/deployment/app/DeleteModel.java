package dev.burnish.deployment.app;

import dev.burnish.deployment.domain.AdapterFolders;
import dev.burnish.deployment.domain.HostedModels;
import dev.burnish.deployment.domain.Providers;
import dev.burnish.deployment.domain.ServedModel;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.deployment.domain.TunedModels;
import jakarta.inject.Singleton;

/** Takes a fine-tuned model out of service for good. */
@Singleton
public class DeleteModel {
    private final AdapterFolders folders;
    private final TunedModels tuned;
    private final Providers providers;
    private final HostedModels hosted;

    public DeleteModel(AdapterFolders folders, TunedModels tuned, Providers providers, HostedModels hosted) {
        this.folders = folders;
        this.tuned = tuned;
        this.providers = providers;
        this.hosted = hosted;
    }

    /**
     * The files go before the row: whatever interrupts the deletion leaves a model that can be deleted again, never files that nobody knows.
     *
     * @throws ServingException {@code STORAGE_UNAVAILABLE}
     */
    public void delete(ServedModel.Tuned model) throws ServingException {
        folders.delete(model.adapter());
        tuned.remove(model.tenant(), model.name());
    }

    /** At its provider first, for the same reason. */
    public void delete(ServedModel.Hosted model) throws ServingException, InterruptedException {
        providers.delete(model);
        hosted.remove(model.tenant(), model.name());
    }
}
