package dev.burnish.deployment.storage;

import dev.burnish.deployment.domain.CandidateFile;
import dev.burnish.deployment.domain.CandidateModel;
import dev.burnish.deployment.domain.CatalogException;
import dev.burnish.deployment.domain.CatalogException.Reason;
import dev.burnish.deployment.domain.InstalledModel;
import dev.burnish.deployment.domain.ModelCatalog;
import dev.burnish.deployment.domain.ModelFile;
import dev.burnish.deployment.domain.ModelManifest;
import dev.burnish.kit.Ids;
import dev.burnish.kit.models.BaseModels;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The models directory on the disk. What is being copied or deleted lies in hidden folders in it, so that a rename makes a model appear and disappear; what a process that
 * ended has left of them goes at the next start.
 */
@Startup
@Singleton
public class FolderModelCatalog implements ModelCatalog {
    private static final String HIDDEN = ".burnish-";

    private final BaseModels models;
    private final Path directory;

    public FolderModelCatalog(BaseModels models) {
        this.models = models;
        this.directory = models.directory();
    }

    /** Deletes what nobody finishes any more, unless a process imports at this moment. */
    @PostConstruct
    void sweep() {
        if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
            return;
        }
        try (Stream<Path> entries = Files.list(directory);
                @Nullable ImportLock lock = ImportLock.tryLock(directory)) {
            if (lock != null) {
                List<Path> left = entries.filter(
                                entry -> String.valueOf(entry.getFileName()).startsWith(HIDDEN))
                        .toList();
                left.forEach(folder -> new DurableFolder(folder).delete());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be swept", e);
        }
    }

    @Override
    public List<InstalledModel> all(boolean verify) {
        List<InstalledModel> all = new ArrayList<>();
        for (String name : models.names()) {
            models.find(name)
                    .flatMap(folder -> InstalledFiles.read(name, folder, verify))
                    .ifPresent(all::add);
        }
        return all;
    }

    @Override
    public void requireFree(String name) throws CatalogException {
        if (!BaseModels.isName(name)) {
            throw new CatalogException(
                    Reason.NAME_INVALID,
                    "'%s' cannot be a model's name: it must be 1 to 128 letters, digits, '.', '-' and '_', the first a letter or a digit. Give another 'name'."
                            .formatted(name));
        }
        requireWritable();
        if (Files.exists(directory.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
            throw taken(name);
        }
    }

    private void requireWritable() throws CatalogException {
        if (Files.exists(directory) && !Files.isWritable(directory)) {
            throw new CatalogException(
                    Reason.DIRECTORY_READ_ONLY,
                    "The models directory %s, setting burnish.models.directory, is read-only for the deployment service. Mount it for writing, or change its files by other means."
                            .formatted(directory));
        }
    }

    @Override
    public ModelManifest add(String name, CandidateModel candidate) throws CatalogException {
        try {
            Files.createDirectories(directory);
            requireSpace(candidate);
            try (@Nullable ImportLock lock = ImportLock.tryLock(directory)) {
                if (lock == null) {
                    throw new CatalogException(
                            Reason.IMPORT_RUNNING,
                            "Another process imports a model into %s. Try again when it has ended."
                                    .formatted(directory));
                }
                return copy(name, candidate);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the model cannot be copied to " + directory.resolve(name), e);
        }
    }

    private void requireSpace(CandidateModel candidate) throws IOException, CatalogException {
        long needed = candidate.files().stream().mapToLong(CandidateFile::bytes).sum();
        long free = Files.getFileStore(directory).getUsableSpace();
        if (free < needed) {
            throw new CatalogException(
                    Reason.NO_SPACE,
                    "The model has %d bytes, but only %d are free in the models directory %s. Make room there."
                            .formatted(needed, free, directory));
        }
    }

    private ModelManifest copy(String name, CandidateModel candidate) throws IOException, CatalogException {
        DurableFolder copy = new DurableFolder(Files.createDirectory(hiddenPath()));
        try {
            List<ModelFile> files = new ArrayList<>();
            for (CandidateFile file : candidate.files()) {
                Path source = candidate.folder().resolve(file.name());
                files.add(copy.copy(source, file.name()));
                requireUnchanged(file, source, files.getLast());
            }
            Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            ModelManifest manifest = new ModelManifest(name, candidate.facts(), now, files);
            copy.write(ManifestFile.NAME, ManifestFile.bytes(manifest));
            copy.force();
            publish(copy, name);
            return manifest;
        } finally {
            if (Files.exists(copy.path())) {
                copy.delete();
            }
        }
    }

    private static void requireUnchanged(CandidateFile checked, Path source, ModelFile copied)
            throws IOException, CatalogException {
        boolean same = copied.bytes() == checked.bytes()
                && Files.getLastModifiedTime(source).toInstant().equals(checked.modified());
        if (!same) {
            throw new CatalogException(
                    Reason.FILES_CHANGED,
                    "%s: has changed since it was checked. Import the model again when nobody writes to its folder."
                            .formatted(checked.name()));
        }
    }

    private void publish(DurableFolder copy, String name) throws IOException, CatalogException {
        Path target = directory.resolve(name);
        try {
            Files.move(copy.path(), target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                throw taken(name);
            }
            throw e;
        }
        new DurableFolder(directory).force();
    }

    private static CatalogException taken(String name) {
        return new CatalogException(
                Reason.NAME_TAKEN,
                "A base model named '%s' exists already. Give another 'name', or remove that one first."
                        .formatted(name));
    }

    @Override
    public HiddenModel hide(String name) throws CatalogException {
        Path folder = models.find(name)
                .orElseThrow(() ->
                        new CatalogException(Reason.NOT_FOUND, "There is no base model named '%s'.".formatted(name)));
        requireWritable();
        Path hidden = hiddenPath();
        rename(folder, hidden);
        return new HiddenModel() {
            @Override
            public void delete() {
                new DurableFolder(hidden).delete();
            }

            @Override
            public void restore() {
                rename(hidden, folder);
            }
        };
    }

    private static void rename(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(from + " cannot be renamed to " + to, e);
        }
    }

    private Path hiddenPath() {
        return directory.resolve(Ids.create(HIDDEN));
    }
}
