package dev.burnish.deployment.app;

import dev.burnish.deployment.domain.CatalogException;
import dev.burnish.deployment.domain.CatalogException.Reason;
import dev.burnish.deployment.domain.LanguageModels;
import dev.burnish.deployment.domain.ModelCatalog;
import dev.burnish.deployment.domain.ModelCatalog.HiddenModel;
import dev.burnish.deployment.domain.ServedModel;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.deployment.domain.TunedModels;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;

/** Takes a base model out of the installation, unless fine-tuned models need it. */
@Singleton
public class RemoveModel {
    private static final int MOST_NAMED = 10;

    private final ModelCatalog catalog;
    private final TunedModels tuned;
    private final LanguageModels models;

    public RemoveModel(ModelCatalog catalog, TunedModels tuned, LanguageModels models) {
        this.catalog = catalog;
        this.tuned = tuned;
        this.models = models;
    }

    /**
     * @throws CatalogException {@code NOT_FOUND}, {@code IN_USE} or {@code DIRECTORY_READ_ONLY}
     * @throws ServingException when the engine cannot be reached; the model is still there then
     */
    public void remove(String name) throws CatalogException, ServingException {
        requireUnused(name);
        HiddenModel hidden = catalog.hide(name);
        boolean unused = false;
        try {
            models.forget(name);
            // One that was deployed meanwhile has found the model before it was hidden.
            requireUnused(name);
            unused = true;
        } finally {
            if (!unused) {
                hidden.restore();
            }
        }
        hidden.delete();
    }

    private void requireUnused(String name) throws CatalogException {
        List<ServedModel.Tuned> users = tuned.tunedFrom(name);
        if (users.isEmpty()) {
            return;
        }
        String named = users.stream()
                .limit(MOST_NAMED)
                .map(model -> "%s of %s".formatted(model.name(), model.tenant()))
                .collect(Collectors.joining(", "));
        String more = users.size() > MOST_NAMED ? " and %d more".formatted(users.size() - MOST_NAMED) : "";
        throw new CatalogException(
                Reason.IN_USE,
                "The model '%s' cannot be removed: fine-tuned models need it: %s%s. Delete them first, with DELETE /v1/models/{model} and their tenants' keys."
                        .formatted(name, named, more));
    }
}
