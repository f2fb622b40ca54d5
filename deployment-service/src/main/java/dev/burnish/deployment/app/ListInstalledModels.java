package dev.burnish.deployment.app;

import dev.burnish.deployment.domain.CatalogException;
import dev.burnish.deployment.domain.InstalledModel;
import dev.burnish.deployment.domain.LanguageModels;
import dev.burnish.deployment.domain.LoadedModel;
import dev.burnish.deployment.domain.ModelCatalog;
import dev.burnish.deployment.domain.ModelChecks;
import dev.burnish.deployment.domain.ModelFacts;
import dev.burnish.deployment.domain.ModelManifest;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Lists the base models as an operator wants to know them. */
@Singleton
public class ListInstalledModels {
    private final ModelCatalog catalog;
    private final ModelChecks checks;
    private final LanguageModels models;

    public ListInstalledModels(ModelCatalog catalog, ModelChecks checks, LanguageModels models) {
        this.catalog = catalog;
        this.checks = checks;
        this.models = models;
    }

    /**
     * A model and what it is.
     *
     * @param facts empty when its files cannot be read
     * @param problem what is wrong with it, if anything is
     * @param loaded what is in memory of it, if anything is
     */
    public record Entry(
            InstalledModel model, Optional<ModelFacts> facts, Optional<String> problem, Optional<LoadedModel> loaded) {}

    /** @param verify whether every file is read and compared with the digest that its import noted */
    public List<Entry> list(boolean verify) {
        return catalog.all(verify).stream().map(this::entry).toList();
    }

    private Entry entry(InstalledModel model) {
        Optional<LoadedModel> loaded = models.loaded(model.name());
        Optional<ModelManifest> manifest = model.manifest();
        if (manifest.isPresent()) {
            return new Entry(model, manifest.map(ModelManifest::facts), model.defect(), loaded);
        }
        try {
            return new Entry(model, Optional.of(checks.facts(model.folder())), model.defect(), loaded);
        } catch (CatalogException e) {
            return new Entry(model, Optional.empty(), Optional.of(e.getMessage()), loaded);
        }
    }
}
