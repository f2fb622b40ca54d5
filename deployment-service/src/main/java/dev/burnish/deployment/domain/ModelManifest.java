package dev.burnish.deployment.domain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * What an import has noted of a base model.
 *
 * @param added when it was imported
 * @param files everything that was copied, by name
 */
public record ModelManifest(String name, ModelFacts facts, Instant added, List<ModelFile> files) {
    public ModelManifest {
        requireNonNull(name, "name");
        requireNonNull(facts, "facts");
        requireNonNull(added, "added");
        files = List.copyOf(files);
    }

    public long bytes() {
        return files.stream().mapToLong(ModelFile::bytes).sum();
    }
}
