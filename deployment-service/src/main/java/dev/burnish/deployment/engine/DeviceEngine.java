package dev.burnish.deployment.engine;

import dev.burnish.deployment.domain.ServingException;
import dev.burnish.deployment.domain.ServingException.Reason;
import dev.burnish.llm.Engine;
import dev.burnish.llm.Precision;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;

/** This process's engine, on the device that the settings ask for. */
@Startup
@Singleton
public class DeviceEngine {
    private static final Logger LOG = Logger.getLogger(DeviceEngine.class);

    private final Engine engine;
    private final Precision precision;

    /** @throws IllegalStateException without the device: the service does not start then, rather than compute somewhere else */
    public DeviceEngine(EngineSettings settings) {
        engine = settings.threads().map(Engine::start).orElseGet(Engine::start);
        String wanted = settings.device().name().toLowerCase(Locale.ROOT);
        if (!engine.device().equals(wanted)) {
            engine.close();
            throw new IllegalStateException("burnish.deployment.device is " + wanted + ", but libtorch computes on "
                    + engine.device() + ". Set the device that this machine has, or install the libtorch for it.");
        }
        precision = settings.precision().orElseGet(engine::precision);
        LOG.infof("computing on %s in %s", engine.device(), precision);
    }

    Precision precision() {
        return precision;
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
                return precision;
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
