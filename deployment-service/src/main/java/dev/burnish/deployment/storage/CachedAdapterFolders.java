package dev.burnish.deployment.storage;

import dev.burnish.contracts.AdapterFiles;
import dev.burnish.contracts.Artifact;
import dev.burnish.deployment.domain.AdapterFolders;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.deployment.domain.ServingException.Reason;
import dev.burnish.kit.storage.ArtifactCorruptException;
import dev.burnish.kit.storage.ArtifactMissingException;
import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.kit.storage.StorageException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps each adapter that was used in a folder named by its digest. A folder appears whole or not at all, so that what is there needs no second check. */
@Singleton
public class CachedAdapterFolders implements AdapterFolders {
    private static final String CONFIG = "adapter_config.json";
    private static final String WEIGHTS = "adapter_model.safetensors";

    private final ObjectStore store;
    private final Path root;
    private final ConcurrentMap<Path, ReentrantLock> locks = new ConcurrentHashMap<>();

    public CachedAdapterFolders(ObjectStore store, AdapterSettings settings) {
        this.store = store;
        this.root = settings.directory().toAbsolutePath().normalize();
    }

    @Override
    public Path fetch(AdapterFiles adapter) throws ServingException {
        Path folder = folder(adapter);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        // Requests that come together for a model that is not on the disk yet download it once.
        ReentrantLock lock = locks.computeIfAbsent(folder, missing -> new ReentrantLock());
        lock.lock();
        try {
            if (!Files.isDirectory(folder)) {
                download(adapter, folder);
            }
            return folder;
        } finally {
            lock.unlock();
            locks.remove(folder, lock);
        }
    }

    /** Names the content: a folder never gets other bytes. */
    private Path folder(AdapterFiles adapter) {
        return root.resolve(adapter.weights().sha256() + "-" + adapter.config().sha256());
    }

    private void download(AdapterFiles adapter, Path folder) throws ServingException {
        Path partial = partialFolder();
        try {
            download(adapter.config(), partial.resolve(CONFIG));
            download(adapter.weights(), partial.resolve(WEIGHTS));
            Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(folder)) {
                throw new UncheckedIOException("the adapter cannot be kept in " + folder, e);
            }
        } finally {
            deleteFolder(partial);
        }
    }

    private Path partialFolder() {
        try {
            Files.createDirectories(root);
            return Files.createTempDirectory(root, "partial-");
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "no folder can be made in " + root + ", setting burnish.deployment.adapters.directory", e);
        }
    }

    private void download(Artifact file, Path target) throws ServingException {
        try {
            store.download(file, target);
        } catch (ArtifactMissingException e) {
            throw new ServingException(
                    Reason.ADAPTER_MISSING,
                    "The adapter's file %s is not in object storage any more. Train the model again."
                            .formatted(file.key()),
                    e);
        } catch (ArtifactCorruptException e) {
            throw new ServingException(
                    Reason.ADAPTER_CORRUPT,
                    "The adapter's file %s is not the one that training stored. Train the model again."
                            .formatted(file.key()),
                    e);
        } catch (StorageException e) {
            throw unavailable(e);
        }
    }

    @Override
    public void delete(AdapterFiles adapter) throws ServingException {
        try {
            store.delete(adapter.weights().key());
            store.delete(adapter.config().key());
        } catch (StorageException e) {
            throw unavailable(e);
        }
        deleteFolder(folder(adapter));
    }

    private static void deleteFolder(Path folder) {
        for (String name : new String[] {CONFIG, WEIGHTS}) {
            delete(folder.resolve(name));
        }
        delete(folder);
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be deleted", e);
        }
    }

    private static ServingException unavailable(StorageException cause) {
        return new ServingException(Reason.STORAGE_UNAVAILABLE, "Object storage cannot be reached. Retry.", cause);
    }
}
