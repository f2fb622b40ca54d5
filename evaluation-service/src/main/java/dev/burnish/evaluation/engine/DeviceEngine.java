package dev.burnish.evaluation.engine;

import dev.burnish.evaluation.domain.DeviceStoppedException;
import dev.burnish.evaluation.domain.EvaluationFailedException;
import dev.burnish.evaluation.domain.EvaluationFailedException.Reason;
import dev.burnish.evaluation.engine.EngineSettings.Device;
import dev.burnish.llm.Engine;
import dev.burnish.llm.OutOfMemory;
import dev.burnish.llm.Precision;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** This process's engine, on the device that the settings ask for. */
@Startup
@Singleton
public class DeviceEngine {
    private static final Logger LOG = Logger.getLogger(DeviceEngine.class);

    private final Engine engine;
    private final Thread thread;
    private final Precision precision;

    /** @throws IllegalStateException without the device: the service does not start then, rather than compute somewhere else */
    public DeviceEngine(EngineSettings settings) {
        engine = settings.threads().map(Engine::start).orElseGet(Engine::start);
        requireDevice(settings.device());
        precision = settings.precision().orElseGet(engine::precision);
        thread = engineThread();
        LOG.infof("computing on %s in %s", engine.device(), precision);
    }

    private void requireDevice(Device device) {
        String wanted = device.name().toLowerCase(Locale.ROOT);
        if (!engine.device().equals(wanted)) {
            engine.close();
            throw new IllegalStateException("burnish.evaluation.device is " + wanted + ", but libtorch computes on "
                    + engine.device() + ". Set the device that this machine has, or install the libtorch for it.");
        }
    }

    private Thread engineThread() {
        try {
            return engine.call(Thread::currentThread);
        } catch (Exception e) {
            throw new IllegalStateException("the engine does not run", e);
        }
    }

    Precision precision() {
        return precision;
    }

    boolean alive() {
        return thread.isAlive();
    }

    /**
     * Runs the task on the engine's thread.
     *
     * @throws EvaluationFailedException when the device has no memory left
     * @throws IOException as the task has thrown it
     * @throws DeviceStoppedException when the process is ending
     */
    <T> T call(Callable<T> task) throws EvaluationFailedException, IOException {
        try {
            return engine.call(task);
        } catch (IOException e) {
            throw e;
        } catch (RejectedExecutionException e) {
            throw new DeviceStoppedException(e);
        } catch (Exception | OutOfMemoryError e) {
            if (OutOfMemory.causes(e)) {
                throw new EvaluationFailedException(
                        Reason.OUT_OF_MEMORY,
                        "The device ran out of memory. Try shorter examples, or a larger device.",
                        e);
            }
            throw e instanceof RuntimeException unexpected ? unexpected : new IllegalStateException(e);
        }
    }

    /** As {@link #call}, for what cannot fail by input or output. */
    <T> T compute(Supplier<T> computation) throws EvaluationFailedException {
        try {
            return call(computation::get);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Frees what computations have made, on their thread. */
    void free(Runnable freeing) {
        try {
            engine.call(() -> {
                freeing.run();
                return thread;
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("the process ends, and native memory with it", e);
        } catch (Exception e) {
            throw new IllegalStateException("native memory could not be freed", e);
        }
    }

    @PreDestroy
    void close() {
        engine.close();
    }
}
