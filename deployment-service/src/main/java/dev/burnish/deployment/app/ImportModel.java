package dev.burnish.deployment.app;

import dev.burnish.deployment.domain.CandidateModel;
import dev.burnish.deployment.domain.CatalogException;
import dev.burnish.deployment.domain.ModelCatalog;
import dev.burnish.deployment.domain.ModelChecks;
import dev.burnish.deployment.domain.ModelManifest;
import dev.burnish.deployment.domain.ServingException;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/** Makes a folder on this machine a base model of the installation: checked first, then copied. */
@Singleton
public class ImportModel {
    private static final Logger LOG = Logger.getLogger(ImportModel.class);

    private final ModelChecks checks;
    private final ModelCatalog catalog;

    /** Imports share the engine and the disk: one after another they end sooner, and of two with the same name the second finds it taken. */
    private final ReentrantLock one = new ReentrantLock();

    public ImportModel(ModelChecks checks, ModelCatalog catalog) {
        this.checks = checks;
        this.catalog = catalog;
    }

    /** Lasts as long as loading and copying the model do. */
    public ModelManifest importModel(String name, Path folder)
            throws CatalogException, ServingException, InterruptedException {
        catalog.requireFree(name);
        one.lockInterruptibly();
        try {
            catalog.requireFree(name);
            CandidateModel candidate = checks.check(folder);
            ModelManifest manifest = catalog.add(name, candidate);
            LOG.infof("imported base model %s, %d bytes, from %s", name, manifest.bytes(), folder);
            return manifest;
        } finally {
            one.unlock();
        }
    }
}
