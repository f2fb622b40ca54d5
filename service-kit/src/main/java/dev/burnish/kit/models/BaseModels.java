package dev.burnish.kit.models;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The base models to fine-tune: the sub-folders, in Hugging Face layout, of one folder. A model's name is its folder's name. */
@ApplicationScoped
public class BaseModels {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private static final String CONFIG = "config.json";

    private final Path directory;

    public BaseModels(@ConfigProperty(name = "burnish.models.directory") Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    /** The folder that holds the models' folders, absolute. Folders whose name begins with a dot are no models. */
    public Path directory() {
        return directory;
    }

    /** Whether a model can have the name: 1 to 128 letters, digits, dots, dashes and underscores, the first a letter or a digit. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** When the model in this folder came there. Whoever keeps something of a model in memory has it of another one when this changes. */
    public static Instant installed(Path model) throws IOException {
        return Files.getLastModifiedTime(model.resolve(CONFIG)).toInstant();
    }

    /** Sorted; empty when the folder is not there. */
    public List<String> names() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(directory)) {
            return folders.map(folder -> String.valueOf(folder.getFileName()))
                    .filter(name -> find(name).isPresent())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the models in " + directory + " cannot be listed", e);
        }
    }

    /** The model's folder; empty for a name that is unknown, or is no name. */
    public Optional<Path> find(String name) {
        if (!isName(name)) {
            return Optional.empty();
        }
        Path model = directory.resolve(name);
        return Files.isRegularFile(model.resolve(CONFIG)) ? Optional.of(model) : Optional.empty();
    }
}
