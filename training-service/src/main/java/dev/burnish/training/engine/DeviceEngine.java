package dev.burnish.training.engine;

import dev.burnish.llm.Engine;
import dev.burnish.llm.OutOfMemory;
import dev.burnish.llm.Precision;
import dev.burnish.llm.training.TrainingDivergedException;
import dev.burnish.training.domain.DeviceStoppedException;
import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.RunFailedException.Reason;
import dev.burnish.training.engine.EngineSettings.Device;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;

/** This process's engine, on the device that the settings ask for. */
@Startup
@Singleton
public class DeviceEngine {
    private static final Logger LOG = Logger.getLogger(DeviceEngine.class);

    private final Engine engine;
    private final Thread thread;
    private final Precision precision;

    /** A computation that does no input or output. */
    @FunctionalInterface
    interface Computation<T> {
        T run() throws TrainingDivergedException;
    }

    /** @throws IllegalStateException without the device: the service does not start then, rather than compute somewhere else */
    public DeviceEngine(EngineSettings settings) {
        engine = settings.threads().map(Engine::start).orElseGet(Engine::start);
        requireDevice(settings.device());
        // A run is kept while the service stops; Quarkus closes this bean afterwards.
        engine.endsWithOwner();
        precision = settings.precision().orElseGet(engine::precision);
        thread = engineThread();
        LOG.infof("computing on %s in %s", engine.device(), precision);
    }

    private void requireDevice(Device device) {
        String wanted = device.name().toLowerCase(Locale.ROOT);
        if (!engine.device().equals(wanted)) {
            engine.close();
            throw new IllegalStateException("burnish.training.device is " + wanted + ", but libtorch computes on "
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

    boolean onGpu() {
        return engine.device().equals("gpu");
    }

    /** Bytes that the device has, or the process may use. */
    long memory() {
        return engine.memory();
    }

    boolean alive() {
        return thread.isAlive();
    }

    /**
     * Runs the task on the engine's thread.
     *
     * @throws RunFailedException when training diverged, or the device has no memory left
     * @throws IOException as the task has thrown it
     * @throws DeviceStoppedException when the process is ending
     */
    <T> T call(Callable<T> task) throws RunFailedException, IOException {
        try {
            return engine.call(task);
        } catch (IOException e) {
            throw e;
        } catch (RejectedExecutionException e) {
            throw new DeviceStoppedException(e);
        } catch (Exception | OutOfMemoryError e) {
            throw failure(e);
        }
    }

    /** What has ended a training, as its owner is told; what nobody expects is thrown on. */
    static RunFailedException failure(Throwable cause) {
        if (cause instanceof TrainingDivergedException diverged) {
            return new RunFailedException(
                    Reason.DIVERGED,
                    "The loss stopped being a number in step " + diverged.step()
                            + ". Try a smaller learning_rate_multiplier.",
                    diverged);
        }
        if (OutOfMemory.causes(cause)) {
            return new RunFailedException(
                    Reason.OUT_OF_MEMORY,
                    "The device ran out of memory. Try a smaller batch size or LoRA rank, shorter examples, or a larger device.",
                    cause);
        }
        throw cause instanceof RuntimeException unexpected ? unexpected : new IllegalStateException(cause);
    }

    /** As {@link #call}, for what cannot fail by input or output. */
    <T> T compute(Computation<T> computation) throws RunFailedException {
        try {
            return call(computation::run);
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
