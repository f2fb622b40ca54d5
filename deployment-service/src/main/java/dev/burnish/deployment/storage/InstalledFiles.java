package dev.burnish.deployment.storage;

import dev.burnish.deployment.domain.InstalledModel;
import dev.burnish.deployment.domain.ModelFile;
import dev.burnish.deployment.domain.ModelManifest;
import dev.burnish.kit.models.BaseModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a model's folder and compares it with the note of its import. */
final class InstalledFiles {
    private InstalledFiles() {}

    /** Empty if the model was removed meanwhile. */
    static Optional<InstalledModel> read(String name, Path folder, boolean verify) {
        try {
            Optional<ModelManifest> manifest = Optional.empty();
            Optional<String> defect = Optional.empty();
            try {
                manifest = ManifestFile.read(folder);
            } catch (IOException e) {
                defect = Optional.of(ManifestFile.NAME + " cannot be read: " + e.getMessage());
            }
            if (manifest.isPresent()) {
                defect = defect(manifest.get(), folder, verify);
            }
            Instant added = manifest.isPresent() ? manifest.get().added() : BaseModels.installed(folder);
            return Optional.of(new InstalledModel(name, folder, bytes(folder), added, manifest, defect));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("base model " + name + " cannot be read", e);
        }
    }

    private static Optional<String> defect(ModelManifest manifest, Path folder, boolean verify) throws IOException {
        for (ModelFile noted : manifest.files()) {
            Path file = folder.resolve(noted.name());
            if (!Files.isRegularFile(file)) {
                return Optional.of(noted.name() + " is missing");
            }
            if (Files.size(file) != noted.bytes()) {
                return Optional.of(
                        "%s has %d bytes instead of %d".formatted(noted.name(), Files.size(file), noted.bytes()));
            }
            if (verify && !DurableFolder.sha256(file).equals(noted.sha256())) {
                return Optional.of(noted.name() + " has another content than was imported");
            }
        }
        return Optional.empty();
    }

    private static long bytes(Path folder) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }
}
