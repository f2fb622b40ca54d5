package dev.burnish.training.engine;

import dev.burnish.llm.Precision;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Positive;
import java.util.Optional;

/** Settings under {@code burnish.training}. */
@ConfigMapping(prefix = "burnish.training")
public interface EngineSettings {

    /** Where to compute. The service does not start without the device that is asked for. */
    @WithDefault("cpu")
    Device device();

    /** Of matrix products; without it what suits the device: BF16 on a GPU and on processors that multiply it in hardware, else FP32. */
    Optional<Precision> precision();

    /** Threads of one operator; without it as many as the process has processors. */
    Optional<@Positive Integer> threads();

    /** What a job's learning rate multiplier multiplies: the highest learning rate of the schedule, for adapters on all linear layers. */
    @WithDefault("1e-3")
    @Positive
    double baseLearningRate();

    /** Share of the steps in which the learning rate rises to its highest. */
    @WithDefault("0.05")
    @DecimalMin("0")
    @DecimalMax("1")
    double warmupRatio();

    /** Gradients with a larger global norm are scaled down to it. */
    @WithDefault("1.0")
    @Positive
    double maxGradientNorm();

    /** A kind of device. */
    enum Device {
        CPU,
        GPU
    }
}
