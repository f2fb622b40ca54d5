package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

/**
 * A LoRA adapter in PEFT's layout.
 *
 * @param config adapter_config.json
 * @param weights adapter_model.safetensors
 */
public record AdapterFiles(Artifact config, Artifact weights) {
    public AdapterFiles {
        requireNonNull(config, "config");
        requireNonNull(weights, "weights");
    }
}
