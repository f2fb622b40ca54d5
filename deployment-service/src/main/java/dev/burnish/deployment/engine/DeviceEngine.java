package dev.burnish.deployment.engine;

import dev.burnish.deployment.domain.ServingException;
import dev.burnish.deployment.domain.ServingException.Reason;
import dev.burnish.deployment.engine.ServingSettings.Weights;
import dev.burnish.llm.Engine;
import dev.burnish.llm.Precision;
import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.kernel.Quantisation;
import dev.burnish.llm.model.BaseModel;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;

/** This process's engine, on the device that the settings ask for. */
@Startup
@Singleton
public class DeviceEngine {
    private static final Logger LOG = Logger.getLogger(DeviceEngine.class);

    private final Engine engine;
    private final Weights weights;

    /** @throws IllegalStateException without the device: the service does not start then, rather than compute somewhere else */
    public DeviceEngine(EngineSettings settings, ServingSettings serving) {
        engine = settings.threads().map(Engine::start).orElseGet(Engine::start);
        String wanted = settings.device().name().toLowerCase(Locale.ROOT);
        if (!engine.device().equals(wanted)) {
            engine.close();
            throw new IllegalStateException("burnish.deployment.device is " + wanted + ", but libtorch computes on "
                    + engine.device() + ". Set the device that this machine has, or install the libtorch for it.");
        }
        weights = serving.weights().orElseGet(() -> engine.precision() == Precision.BF16 ? Weights.BF16 : Weights.FP32);
        LOG.infof("computing on %s, base weights are kept in %s", engine.device(), weights);
    }

    /** How base weights are kept, as the setting has it. */
    String weights() {
        return weights.name().toLowerCase(Locale.ROOT);
    }

    /** Loads a base model as it is served. On the engine's thread. */
    BaseModel load(Path folder) throws CheckpointException {
        return switch (weights) {
            case FP32 -> BaseModel.load(folder, Precision.FP32);
            case BF16 ->
                engine.device().equals("cpu")
                        ? BaseModel.load(folder, Precision.BF16, Quantisation.BLOCKS)
                        : BaseModel.load(folder, Precision.BF16);
            case INT8 -> BaseModel.load(folder, engine.precision(), Quantisation.INT8);
            case INT4 -> BaseModel.load(folder, engine.precision(), Quantisation.INT4);
        };
    }

    /** A task for the engine's thread. */
    @FunctionalInterface
    interface Task {
        void run() throws ServingException;
    }

    /** Runs the task on the engine's thread and waits for it. */
    void run(Task task) throws ServingException {
        try {
            engine.call(() -> {
                task.run();
                return weights;
            });
        } catch (ServingException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServingException(Reason.ENGINE_FAILED, "The model could not answer.", e);
        }
    }

    /** Runs the task on the engine's thread, waits for it and passes on what it throws. */
    <T> T call(Callable<T> task) throws Exception {
        return engine.call(task);
    }

    @PreDestroy
    void close() {
        engine.close();
    }
}
