package dev.burnish.local.process;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A component's process: started, waited for, started again when it dies by itself, stopped. A component that dies {@value #MOST_QUICK_DEATHS} times in a row, each time within
 * {@value #QUICK_SECONDS} seconds of its start, stays down.
 */
public final class ManagedProcess {
    static final int MOST_QUICK_DEATHS = 5;
    static final int QUICK_SECONDS = 30;
    private static final Duration POLL = Duration.ofMillis(40);
    private static final Duration FIRST_DELAY = Duration.ofMillis(500);
    private static final Duration DEATH = Duration.ofSeconds(5);

    private final Component component;
    private final Events events;
    private @Nullable Process process;
    private boolean wanted;
    private boolean wasReady;
    private int quickDeaths;
    private long startedAt;

    /** What happens to a process without having been asked for. */
    public interface Events {
        /** The process is there; also after every restart. */
        void started(Component component, ProcessHandle handle);

        void died(Component component, int exitCode, Duration delay);

        void gaveUp(Component component, int exitCode);
    }

    public ManagedProcess(Component component, Events events) {
        this.component = component;
        this.events = events;
    }

    public Component component() {
        return component;
    }

    public synchronized void start() throws IOException {
        wanted = true;
        spawn();
    }

    /** Waits until the component is ready; after a restart it may be called again. */
    public void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + component.patience().toNanos();
        while (!(isAlive() && component.readiness().check())) {
            if (!isWorthWaiting()) {
                throw new StartFailedException(component.name(), "ended before it was ready", component.log());
            }
            if (System.nanoTime() > deadline) {
                throw new StartFailedException(
                        component.name(),
                        "was not ready after " + component.patience().toSeconds() + " s",
                        component.log());
            }
            Thread.sleep(POLL);
        }
        synchronized (this) {
            wasReady = true;
        }
    }

    /** Asks it to end, and after {@code grace} ends it; returns once it is gone. */
    public void stop(Duration grace) throws InterruptedException {
        Process current;
        synchronized (this) {
            wanted = false;
            current = process;
        }
        if (current != null) {
            current.destroy();
            if (!current.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                current.destroyForcibly();
                current.waitFor(DEATH.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    /** Ends it at once, as a crash would: it is started again like after any other death. Returns once it is gone. */
    public void kill() throws InterruptedException {
        Process current;
        synchronized (this) {
            current = process;
        }
        if (current != null) {
            current.destroyForcibly();
            current.waitFor(DEATH.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** The running process; empty while it is down. */
    public synchronized Optional<ProcessHandle> handle() {
        return Optional.ofNullable(process).filter(Process::isAlive).map(Process::toHandle);
    }

    private synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    private synchronized boolean isWorthWaiting() {
        return wanted && (isAlive() || wasReady);
    }

    private synchronized void spawn() throws IOException {
        Process started = component.preparation().prepare().start(component.log());
        process = started;
        startedAt = System.nanoTime();
        Thread.ofVirtual().start(() -> watch(started));
        events.started(component, started.toHandle());
    }

    private void watch(Process running) {
        try {
            int exitCode = running.waitFor();
            Optional<Duration> delay = delayBeforeRestart(running);
            if (delay.isPresent()) {
                events.died(component, exitCode, delay.get());
                Thread.sleep(delay.get());
                restart();
            } else if (keepsDying()) {
                events.gaveUp(component, exitCode);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Optional<Duration> delayBeforeRestart(Process dead) {
        if (!wanted || !wasReady || !dead.equals(process)) {
            return Optional.empty();
        }
        boolean quick = System.nanoTime() - startedAt < TimeUnit.SECONDS.toNanos(QUICK_SECONDS);
        quickDeaths = quick ? quickDeaths + 1 : 1;
        wanted = !keepsDying();
        return wanted ? Optional.of(FIRST_DELAY.multipliedBy(1L << (quickDeaths - 1))) : Optional.empty();
    }

    private synchronized boolean keepsDying() {
        return quickDeaths >= MOST_QUICK_DEATHS;
    }

    private synchronized void restart() {
        if (!wanted) {
            return;
        }
        try {
            spawn();
        } catch (IOException e) {
            wanted = false;
            events.gaveUp(component, -1);
        }
    }
}
