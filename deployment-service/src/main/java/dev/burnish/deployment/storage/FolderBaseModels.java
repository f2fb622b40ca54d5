package dev.burnish.deployment.storage;

import dev.burnish.deployment.domain.BaseModels;
import dev.burnish.deployment.domain.ServedModel;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The base models in the folder of the setting {@code burnish.models.directory}. */
@Singleton
public class FolderBaseModels implements BaseModels {
    private final dev.burnish.kit.models.BaseModels folders;

    public FolderBaseModels(dev.burnish.kit.models.BaseModels folders) {
        this.folders = folders;
    }

    @Override
    public List<ServedModel.Base> all() {
        return folders.names().stream().flatMap(name -> find(name).stream()).toList();
    }

    @Override
    public Optional<ServedModel.Base> find(String name) {
        return folders.find(name).flatMap(folder -> model(name, folder));
    }

    private static Optional<ServedModel.Base> model(String name, Path folder) {
        try {
            return Optional.of(new ServedModel.Base(name, dev.burnish.kit.models.BaseModels.installed(folder)));
        } catch (NoSuchFileException e) {
            // Removed since it was found.
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("base model " + name + " cannot be read", e);
        }
    }
}
