package dev.burnish.deployment.storage;

import dev.burnish.contracts.AdapterFiles;
import dev.burnish.contracts.Artifact;
import dev.burnish.deployment.domain.AdapterFolders;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.deployment.domain.ServingException.Reason;
import dev.burnish.kit.CrashPoint;
import dev.burnish.kit.storage.ArtifactCorruptException;
import dev.burnish.kit.storage.ArtifactMissingException;
import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.kit.storage.StorageException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Keeps the adapters that were used last, each in a folder named by its digest. A folder appears whole or not at all, so that what is there needs no second check; its
 * time of modification is that of its last use.
 */
@Singleton
public class CachedAdapterFolders implements AdapterFolders {
    private static final String CONFIG = "adapter_config.json";
    private static final String WEIGHTS = "adapter_model.safetensors";
    private static final String PARTIAL = "partial-";

    private final ObjectStore store;
    private final Path root;
    private final int most;
    private final ConcurrentMap<Path, ReentrantLock> locks = new ConcurrentHashMap<>();

    public CachedAdapterFolders(ObjectStore store, AdapterSettings settings) {
        this.store = store;
        this.root = settings.directory().toAbsolutePath().normalize();
        this.most = settings.onDisk();
        folders().filter(CachedAdapterFolders::isPartial).forEach(CachedAdapterFolders::deleteFolder);
    }

    @Override
    public Path fetch(AdapterFiles adapter) throws ServingException {
        Path folder = folder(adapter);
        if (use(folder)) {
            return folder;
        }
        // Requests that come together for a model that is not on the disk yet download it once.
        ReentrantLock lock = locks.computeIfAbsent(folder, missing -> new ReentrantLock());
        lock.lock();
        try {
            if (!use(folder)) {
                download(adapter, folder);
                deleteOldest();
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
            CrashPoint.reached("adapter.kept");
        } catch (IOException e) {
            throw new UncheckedIOException("the adapter cannot be kept in " + folder, e);
        } finally {
            deleteFolder(partial);
        }
    }

    private Path partialFolder() {
        try {
            Files.createDirectories(root);
            return Files.createTempDirectory(root, PARTIAL);
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

    /** Notes the use of a folder, if there is one. */
    private static boolean use(Path folder) {
        try {
            Files.setLastModifiedTime(folder, FileTime.from(Instant.now()));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void deleteOldest() {
        List<Path> newestFirst = folders()
                .filter(folder -> !isPartial(folder))
                .sorted(Comparator.comparing(CachedAdapterFolders::lastUse).reversed())
                .toList();
        newestFirst.stream().skip(most).forEach(CachedAdapterFolders::deleteFolder);
    }

    private Stream<Path> folders() {
        return Files.isDirectory(root) ? children(root).stream() : Stream.of();
    }

    private static boolean isPartial(Path folder) {
        return String.valueOf(folder.getFileName()).startsWith(PARTIAL);
    }

    private static FileTime lastUse(Path folder) {
        try {
            return Files.getLastModifiedTime(folder);
        } catch (NoSuchFileException e) {
            return FileTime.fromMillis(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteFolder(Path folder) {
        try {
            if (Files.isDirectory(folder)) {
                for (Path file : children(folder)) {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be deleted", e);
        }
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be listed", e);
        }
    }

    private static ServingException unavailable(StorageException cause) {
        return new ServingException(Reason.STORAGE_UNAVAILABLE, "Object storage cannot be reached. Retry.", cause);
    }
}
