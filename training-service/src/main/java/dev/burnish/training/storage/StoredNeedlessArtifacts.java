package dev.burnish.training.storage;

import dev.burnish.contracts.Artifact;
import dev.burnish.kit.AfterCommit;
import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.kit.storage.StorageException;
import dev.burnish.training.domain.NeedlessArtifacts;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import org.jboss.logging.Logger;

/** Deletes from object storage on a thread of its own, because a transaction's end must not wait for storage. */
@ApplicationScoped
public class StoredNeedlessArtifacts implements NeedlessArtifacts {
    private static final Logger LOG = Logger.getLogger(StoredNeedlessArtifacts.class);

    private final ObjectStore storage;
    private final AfterCommit afterCommit;

    public StoredNeedlessArtifacts(ObjectStore storage, AfterCommit afterCommit) {
        this.storage = storage;
        this.afterCommit = afterCommit;
    }

    @Override
    public void discard(Collection<Artifact> artifacts) {
        List<Artifact> needless = List.copyOf(artifacts);
        afterCommit.run(() -> Thread.ofVirtual().name("discard").start(() -> needless.forEach(this::delete)));
    }

    private void delete(Artifact artifact) {
        try {
            storage.delete(artifact.key());
        } catch (StorageException e) {
            LOG.warnf("%s stays in storage, though nothing needs it: %s", artifact.key(), e.getMessage());
        }
    }
}
