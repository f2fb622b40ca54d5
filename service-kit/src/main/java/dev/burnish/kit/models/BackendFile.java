package dev.burnish.kit.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the file that says where a model is trained: a JSON object with a {@code type} and that type's fields, and no others. */
final class BackendFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> HOSTED = Set.of("type", "base_url", "model", "api_key_variable");
    private static final Set<String> KUBEFLOW = Set.of(
            "type", "namespace", "runtime", "runtime_kind", "image", "model_uri", "secret", "nodes", "resources");
    private static final Set<String> RUNTIME_KINDS = Set.of("ClusterTrainingRuntime", "TrainingRuntime");

    private final Path file;
    private final JsonNode root;

    private BackendFile(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    static ModelBackend read(Path file) throws BackendUnreadableException {
        JsonNode root;
        try {
            root = JSON.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new BackendUnreadableException(file, "is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new BackendUnreadableException(file, "cannot be read: " + e.getMessage());
        }
        BackendFile fields = new BackendFile(file, root);
        return switch (root.path("type").asText("")) {
            case "local" -> fields.local();
            case "openai-compatible" -> fields.hosted();
            case "kubeflow" -> fields.kubeflow();
            default ->
                throw new BackendUnreadableException(
                        file, "needs a \"type\", which is local, kubeflow or openai-compatible");
        };
    }

    private ModelBackend local() throws BackendUnreadableException {
        requireOnly(Set.of("type"));
        return new ModelBackend.Local();
    }

    private ModelBackend hosted() throws BackendUnreadableException {
        requireOnly(HOSTED);
        return new ModelBackend.Hosted(url("base_url"), text("model"), optional("api_key_variable"));
    }

    private ModelBackend kubeflow() throws BackendUnreadableException {
        requireOnly(KUBEFLOW);
        String kind = optional("runtime_kind").orElse("ClusterTrainingRuntime");
        if (!RUNTIME_KINDS.contains(kind)) {
            throw wrong("runtime_kind", "is ClusterTrainingRuntime or TrainingRuntime");
        }
        JsonNode nodes = root.path("nodes");
        if (!nodes.isMissingNode() && !(nodes.isInt() && nodes.intValue() > 0)) {
            throw wrong("nodes", "is a whole number of at least 1");
        }
        return new ModelBackend.Kubeflow(
                text("namespace"),
                text("runtime"),
                kind,
                optional("image"),
                text("model_uri"),
                optional("secret"),
                nodes.asInt(0),
                texts("resources"));
    }

    private void requireOnly(Set<String> known) throws BackendUnreadableException {
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (!known.contains(field.getKey())) {
                throw wrong(field.getKey(), "is unknown there; its fields are " + new TreeSet<>(known));
            }
        }
    }

    private URI url(String name) throws BackendUnreadableException {
        String text = text(name);
        try {
            URI uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if (uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme())) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw wrong(name, "is no address: " + e.getMessage());
        }
        throw wrong(name, "is an address such as https://api.openai.com/v1");
    }

    private String text(String name) throws BackendUnreadableException {
        return optional(name).orElseThrow(() -> wrong(name, "is needed"));
    }

    private Optional<String> optional(String name) throws BackendUnreadableException {
        JsonNode value = root.path(name);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw wrong(name, "is a string that is not blank");
        }
        return Optional.of(value.textValue());
    }

    private Map<String, String> texts(String name) throws BackendUnreadableException {
        JsonNode object = root.path(name);
        Map<String, String> texts = new LinkedHashMap<>();
        if (!object.isMissingNode() && !object.isObject()) {
            throw wrong(name, "is an object");
        }
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!field.getValue().isTextual()) {
                throw wrong(name + "." + field.getKey(), "is a string, such as \"2\"");
            }
            texts.put(field.getKey(), field.getValue().textValue());
        }
        return texts;
    }

    private BackendUnreadableException wrong(String name, String rule) {
        return new BackendUnreadableException(file, "cannot be used: \"" + name + "\" " + rule);
    }
}
