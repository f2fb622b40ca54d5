package dev.burnish.deployment.engine;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Positive;
import java.util.Optional;

/** How models are served. */
@ConfigMapping(prefix = "burnish.serving")
public interface ServingSettings {
    /** How base weights are kept; by default fp32 or bf16, whichever suits the device. */
    Optional<Weights> weights();

    /** Sequences that are generated together; more wait in the queue. Memory grows with it: each has keys and values of its own. */
    @WithDefault("8")
    @Positive
    int batchSize();

    /** Most tokens of prompt and answer together, if the model itself allows more. */
    @WithDefault("8192")
    @Positive
    int contextLength();

    /** Adapters of one base model that stay in memory; the one that was not used for longest goes first. */
    @WithDefault("16")
    @Positive
    int adaptersInMemory();

    /** How the matrices of a base model are kept in memory. Adapters are kept in fp32 with all of them. */
    enum Weights {
        FP32,
        /** On a processor in the blocks that its product reads. */
        BF16,
        /** A byte a weight and a scale for each row; products are computed in what suits the device. */
        INT8,
        /** Half a byte a weight, a scale and a middle for each 64; products are computed in what suits the device. */
        INT4
    }
}
