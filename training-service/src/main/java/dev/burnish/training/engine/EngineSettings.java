package dev.burnish.training.engine;

import dev.burnish.llm.Precision;
import io.quarkus.runtime.configuration.MemorySize;
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

    /**
     * What a training may take of the device's memory, such as {@code 8G}; without it 60 % of what the container or the machine has, or 85 %
     * of the GPU's.
     */
    Optional<MemorySize> memory();

    /** What a job's learning rate multiplier multiplies: the highest learning rate of the schedule, for adapters on all linear layers. */
    @WithDefault("1e-3")
    @Positive
    double baseLearningRate();

    /** The same for jobs that learn from preferences, which need a lower one. */
    @WithDefault("1e-4")
    @Positive
    double basePreferenceLearningRate();

    /** Share of the steps in which the learning rate rises to its highest. */
    @WithDefault("0.05")
    @DecimalMin("0")
    @DecimalMax(value = "1", inclusive = false)
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
