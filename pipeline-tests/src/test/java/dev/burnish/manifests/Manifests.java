package dev.burnish.manifests;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The manifests as they lie in the repository. */
final class Manifests {
    static final Path HOME = Path.of(requireNonNull(System.getProperty("burnish.home"), "burnish.home"));
    static final Path BASE = HOME.resolve("k8s/base");
    static final List<String> SERVICES = List.of("ingestion", "formatting", "training", "evaluation", "deployment");

    private static final ObjectMapper JSON = new ObjectMapper();

    private Manifests() {}

    static JsonNode compose() {
        return read(HOME.resolve("docker-compose.yml")).getFirst();
    }

    /** Every document of the Kubernetes base, but for the kustomization itself. */
    static List<JsonNode> base() {
        List<JsonNode> documents = new ArrayList<>();
        for (String file : baseFiles()) {
            documents.addAll(read(BASE.resolve(file)));
        }
        return documents;
    }

    static List<String> baseFiles() {
        try (Stream<Path> files = Files.list(BASE)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("kustomization.yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<JsonNode> ofKind(String kind) {
        return base().stream().filter(document -> document.path("kind").asText().equals(kind));
    }

    static String name(JsonNode document) {
        return document.at("/metadata/name").asText();
    }

    static List<JsonNode> read(Path file) {
        List<JsonNode> documents = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text(file))) {
            documents.add(JSON.valueToTree(document));
        }
        return documents;
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
