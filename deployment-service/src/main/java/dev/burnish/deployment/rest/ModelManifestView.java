package dev.burnish.deployment.rest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.burnish.deployment.domain.ModelFile;
import dev.burnish.deployment.domain.ModelManifest;
import java.time.Instant;
import java.util.List;

/** The note of an import, in the same words as {@code burnish.json} in the model's folder. */
@JsonNaming(SnakeCaseStrategy.class)
record ModelManifestView(
        String name,
        String family,
        long parameters,
        int contextLength,
        long bytes,
        Instant added,
        List<ModelFile> files) {
    static ModelManifestView of(ModelManifest manifest) {
        return new ModelManifestView(
                manifest.name(),
                manifest.facts().family(),
                manifest.facts().parameters(),
                manifest.facts().contextLength(),
                manifest.bytes(),
                manifest.added(),
                manifest.files());
    }
}
