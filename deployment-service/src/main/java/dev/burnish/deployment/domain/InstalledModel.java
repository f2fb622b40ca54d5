package dev.burnish.deployment.domain;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A base model in the models directory.
 *
 * @param bytes of all its files
 * @param manifest what its import noted; empty for a model that somebody put there by hand
 * @param defect how its files differ from the manifest; empty if they do not, or there is none
 */
public record InstalledModel(
        String name,
        Path folder,
        long bytes,
        Instant added,
        Optional<ModelManifest> manifest,
        Optional<String> defect) {}
