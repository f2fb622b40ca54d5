package dev.burnish.evaluation.engine;

import dev.burnish.llm.Precision;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Positive;
import java.util.Optional;

/** Settings of the device, under {@code burnish.evaluation}. */
@ConfigMapping(prefix = "burnish.evaluation")
public interface EngineSettings {

    /** Where to compute. The service does not start without the device that is asked for. */
    @WithDefault("cpu")
    Device device();

    /** Of matrix products; without it what suits the device: BF16 on a GPU and on processors that multiply it in hardware, else FP32. */
    Optional<Precision> precision();

    /** Threads of one operator; without it as many as the process has processors. */
    Optional<@Positive Integer> threads();

    /** A kind of device. */
    enum Device {
        CPU,
        GPU
    }
}
