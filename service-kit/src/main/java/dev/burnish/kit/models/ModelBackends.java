package dev.burnish.kit.models;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/**
 * Where each base model is trained: what the file {@value #FILE} in its folder says, else here. A folder that has this file and no weights is a hosted model. All services see the
 * same folder, so that none has to ask another, and a model can be added while they run.
 */
@ApplicationScoped
public class ModelBackends {
    /** The file's name. */
    public static final String FILE = "burnish-backend.json";

    private final BaseModels models;
    private final Config settings;

    public ModelBackends(BaseModels models, Config settings) {
        this.models = models;
        this.settings = settings;
    }

    /** Every base model that a job can name, sorted. */
    public List<String> names() {
        return Stream.concat(models.names().stream(), described().stream())
                .sorted()
                .distinct()
                .toList();
    }

    /** The base models that only a provider has, sorted; also those whose file cannot be read. */
    public List<String> hosted() {
        return described().stream().filter(name -> models.find(name).isEmpty()).toList();
    }

    /**
     * Empty for a name that is unknown, or is no name.
     *
     * @throws BackendUnreadableException if there is a file that cannot be used
     */
    public Optional<ModelBackend> find(String name) throws BackendUnreadableException {
        if (!BaseModels.isName(name)) {
            return Optional.empty();
        }
        Path file = file(name);
        if (Files.isRegularFile(file)) {
            return Optional.of(BackendFile.read(file));
        }
        return models.find(name).map(_ -> new ModelBackend.Local());
    }

    /** The provider of a base model that only a provider has. */
    public Optional<ModelBackend.Hosted> findHosted(String name) throws BackendUnreadableException {
        return find(name).filter(ModelBackend.Hosted.class::isInstance).map(ModelBackend.Hosted.class::cast);
    }

    /** The folder of a model that is described there. */
    public Path file(String name) {
        return models.directory().resolve(name).resolve(FILE);
    }

    /**
     * The key to a provider, to be sent to it and shown to nobody; empty where it asks for none.
     *
     * @throws BackendUnreadableException if the file names a variable that is not set
     */
    public Optional<String> apiKey(String name, ModelBackend.Hosted backend) throws BackendUnreadableException {
        if (backend.apiKeyVariable().isEmpty()) {
            return Optional.empty();
        }
        String variable = backend.apiKeyVariable().get();
        String key = settings.getOptionalValue(variable, String.class)
                .orElseThrow(() -> new BackendUnreadableException(
                        file(name), "names " + variable + " as the variable with the key, which is not set"));
        return Optional.of(key);
    }

    private List<String> described() {
        if (!Files.isDirectory(models.directory())) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(models.directory())) {
            return folders.map(folder -> String.valueOf(folder.getFileName()))
                    .filter(name -> BaseModels.isName(name) && Files.isRegularFile(file(name)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the models in " + models.directory() + " cannot be listed", e);
        }
    }
}
