package dev.burnish.deployment.app;

import dev.burnish.deployment.domain.AdapterFolders;
import dev.burnish.deployment.domain.ServedModel;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.deployment.domain.TunedModels;
import jakarta.inject.Singleton;

/** Takes a fine-tuned model out of service for good. */
@Singleton
public class DeleteModel {
    private final AdapterFolders folders;
    private final TunedModels tuned;

    public DeleteModel(AdapterFolders folders, TunedModels tuned) {
        this.folders = folders;
        this.tuned = tuned;
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
}
