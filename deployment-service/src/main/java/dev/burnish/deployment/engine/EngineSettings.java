package dev.burnish.deployment.engine;

import dev.burnish.llm.Precision;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Positive;
import java.util.Optional;

/** What models run on. */
@ConfigMapping(prefix = "burnish.deployment")
public interface EngineSettings {
    /** Where to compute. The service does not start without the device that is asked for. */
    @WithDefault("cpu")
    Device device();

    /** What matrix products are computed in; by default what suits the device. */
    Optional<Precision> precision();

    /** Threads of one operator; by default one per processor. */
    Optional<@Positive Integer> threads();

    /** Adapters that stay in memory; the one that was not used for longest goes first. */
    @WithDefault("16")
    @Positive
    int adaptersInMemory();

    /** Most tokens of prompt and answer together, if the model itself allows more: memory is reserved for all of them. */
    @WithDefault("8192")
    @Positive
    int contextLength();

    /** A kind of device. */
    enum Device {
        CPU,
        GPU
    }
}
