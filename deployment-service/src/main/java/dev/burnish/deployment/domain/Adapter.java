package dev.burnish.deployment.domain;

import static java.util.Objects.requireNonNull;

/** A LoRA adapter in PEFT's layout: {@code adapter_config.json} and {@code adapter_model.safetensors}. */
public record Adapter(StoredFile config, StoredFile weights) {
    public Adapter {
        requireNonNull(config, "config");
        requireNonNull(weights, "weights");
    }

    /** Names the content, not the model: two adapters with the same bytes have the same digest, and a digest never gets other bytes. */
    public String digest() {
        return weights.sha256() + "-" + config.sha256();
    }
}
