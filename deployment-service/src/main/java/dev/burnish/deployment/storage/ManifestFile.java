package dev.burnish.deployment.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.deployment.domain.ModelFacts;
import dev.burnish.deployment.domain.ModelFile;
import dev.burnish.deployment.domain.ModelManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code burnish.json}, an import's note in the model's folder. */
final class ManifestFile {
    static final String NAME = "burnish.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private ManifestFile() {}

    static byte[] bytes(ModelManifest manifest) throws IOException {
        ObjectNode root = JSON.createObjectNode()
                .put("name", manifest.name())
                .put("family", manifest.facts().family())
                .put("parameters", manifest.facts().parameters())
                .put("context_length", manifest.facts().contextLength())
                .put("bytes", manifest.bytes())
                .put("added", manifest.added().toString());
        ArrayNode files = root.putArray("files");
        manifest.files()
                .forEach(file -> files.addObject()
                        .put("name", file.name())
                        .put("bytes", file.bytes())
                        .put("sha256", file.sha256()));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }

    /**
     * Empty where there is none.
     *
     * @throws IOException if it is none of ours
     */
    static Optional<ModelManifest> read(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonNode root = JSON.readTree(Files.readAllBytes(file));
        try {
            ModelFacts facts = new ModelFacts(
                    root.required("family").asText(),
                    root.required("parameters").asLong(),
                    root.required("context_length").asInt());
            List<ModelFile> files = new ArrayList<>();
            for (JsonNode entry : root.required("files")) {
                files.add(new ModelFile(
                        entry.required("name").asText(),
                        entry.required("bytes").asLong(),
                        entry.required("sha256").asText()));
            }
            return Optional.of(new ModelManifest(
                    root.required("name").asText(),
                    facts,
                    Instant.parse(root.required("added").asText()),
                    files));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException(NAME + ": " + e.getMessage(), e);
        }
    }
}
