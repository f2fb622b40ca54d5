package dev.burnish.deployment.engine;

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

    /** Threads of one operator; by default one per processor. */
    Optional<@Positive Integer> threads();

    /** A kind of device. */
    enum Device {
        CPU,
        GPU
    }
}
