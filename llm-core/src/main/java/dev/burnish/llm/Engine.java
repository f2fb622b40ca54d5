package dev.burnish.llm;

import ai.djl.Device;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.cuda.CudaUtils;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The one platform thread of a process that runs libtorch. Gradient mode and the executor's settings belong to a thread, and every
 * further thread would bring a pool of its own, so all of {@code dev.burnish.llm} is called through {@link #call}.
 */
public final class Engine implements AutoCloseable {

    private static final AtomicBoolean STARTED = new AtomicBoolean();
    private static volatile @Nullable Thread engineThread;

    /** How long a process that ends waits for what runs: libtorch crashes when its libraries go while it computes. */
    private static final Duration LAST_TASK = Duration.ofSeconds(20);

    private final ExecutorService executor;
    private final Device device;
    private final Thread atExit = new Thread(this::endWithTheProcess, "llm-engine-exit");

    private Engine(ExecutorService executor, Device device) {
        this.executor = executor;
        this.device = device;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Starts the engine on a GPU where libtorch sees one, else on the processor.
     *
     * @param threads how many threads one operator may use, at least 1
     * @throws IllegalStateException if this process has a running engine already, or the device cannot be used
     */
    public static Engine start(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
        if (!STARTED.compareAndSet(false, true)) {
            throw new IllegalStateException("a process runs one engine; close the other one first");
        }
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = Thread.ofPlatform().daemon().name("llm-engine").unstarted(task);
            engineThread = thread;
            return thread;
        });
        try {
            return new Engine(executor, run(executor, () -> prepare(threads)));
        } catch (RuntimeException | Error e) {
            stop(executor);
            throw e;
        }
    }

    /** Starts the engine with as many threads as the process has processors. */
    public static Engine start() {
        return start(Runtime.getRuntime().availableProcessors());
    }

    private static Device prepare(int threads) {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
        ai.djl.engine.Engine torch = ai.djl.engine.Engine.getEngine("PyTorch");
        JniUtils.setNumThreads(threads);
        JniUtils.setGradMode(true);
        JniUtils.setGraphExecutorOptimize(false);
        return torch.getGpuCount() > 0 ? Device.gpu() : Device.cpu();
    }

    /** Fails unless called on the engine's thread. */
    public static void requireEngineThread() {
        if (Thread.currentThread() != engineThread) {
            throw new IllegalStateException("native code runs on the engine's thread only: use Engine.call");
        }
    }

    /** {@code cpu} or {@code gpu}: where this engine computes. */
    public String device() {
        return device.getDeviceType();
    }

    /** Bytes of memory that this engine computes in: all of the GPU's, or what the process may use by its container's limit or its machine. */
    public long memory() {
        return device.isGpu()
                ? CudaUtils.getGpuMemory(device).getMax()
                : ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                        .getTotalMemorySize();
    }

    /** The precision that suits this engine's device. */
    public Precision precision() {
        return device.isGpu() ? Precision.BF16 : Precision.ofThisCpu();
    }

    /**
     * Runs the task on the engine's thread and waits for it. An interrupt of the caller does not stop the task, which native code could
     * not notice; the caller's interrupt flag is kept.
     *
     * @throws Exception what the task threw
     */
    public <T extends @Nullable Object> T call(Callable<T> task) throws Exception {
        Future<T> future = executor.submit(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw rethrown(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Exception rethrown(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof Exception cause ? cause : e;
    }

    private static Device run(ExecutorService executor, Callable<Device> task) {
        try {
            return executor.submit(task).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the engine started", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the engine cannot start: " + e.getCause(), e);
        }
    }

    private static void stop(ExecutorService executor) {
        executor.close();
        engineThread = null;
        STARTED.set(false);
    }

    private void endWithTheProcess() {
        executor.shutdown();
        try {
            executor.awaitTermination(LAST_TASK.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Lets the engine take tasks while the process ends, until it is closed: for owners that have something left to do then, and close it before they let the process go.
     * Without this it takes no task once the process begins to end.
     */
    public void endsWithOwner() {
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    /** Waits for what runs, then ends the thread. */
    @Override
    public void close() {
        stop(executor);
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The process ends already, and the hook with it.
            return;
        }
    }
}
