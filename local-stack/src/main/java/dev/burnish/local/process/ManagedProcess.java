package dev.burnish.local.process;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
    private String stopSignal = "TERM";
    private boolean wanted;
    private boolean ended;
    private boolean wasReady;
    private int quickDeaths;
    private long startedAt;

    /** What happens to a process. */
    public interface Events {
        /** The process is there, for the first time or again. */
        void started(Component component, ProcessHandle handle);

        /** It can be used, {@code taken} after its start. */
        void ready(Component component, Duration taken);

        /** Nobody asked for it; it is started again after {@code delay}. */
        void died(Component component, int exitCode, Duration delay);

        void gaveUp(Component component, String reason);

        /** Whether somebody had it die to see what comes of it: such deaths do not count. */
        default boolean isMeant(Component component, int exitCode) {
            return false;
        }

        Events NONE = new Events() {
            @Override
            public void started(Component component, ProcessHandle handle) {}

            @Override
            public void ready(Component component, Duration taken) {}

            @Override
            public void died(Component component, int exitCode, Duration delay) {}

            @Override
            public void gaveUp(Component component, String reason) {}
        };
    }

    public ManagedProcess(Component component, Events events) {
        this.component = component;
        this.events = events;
    }

    public Component component() {
        return component;
    }

    public synchronized void start() throws IOException {
        if (ended) {
            throw new IOException(component.name() + " is being stopped");
        }
        wanted = true;
        wasReady = false;
        quickDeaths = 0;
        Process started = spawn();
        Thread.ofVirtual().start(() -> supervise(started));
    }

    /** Waits until the component is ready; after a death it waits for the restart too. */
    public void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + component.patience().toNanos();
        while (!isReady()) {
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

    public boolean isReady() {
        return handle().isPresent() && component.readiness().check();
    }

    /** Asks it to end, and after {@code grace} ends it; returns once it is gone. It stays down until it is started again. */
    public void stop(Duration grace) throws InterruptedException {
        Optional<Process> current = current(false);
        if (current.isPresent()) {
            signal(current.get());
            if (!current.get().waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                current.get().destroyForcibly();
                awaitDeath(current.get());
            }
        }
    }

    /** Stops it for good: it cannot be started any more. */
    public void end(Duration grace) throws InterruptedException {
        synchronized (this) {
            ended = true;
        }
        stop(grace);
    }

    /** Ends it at once, as a crash would: it is started again like after any other death. Returns once it is gone. */
    public void kill() throws InterruptedException {
        Optional<Process> current = current(true);
        if (current.isPresent()) {
            current.get().destroyForcibly();
            awaitDeath(current.get());
        }
    }

    /** Holds it and its children where they are (SIGSTOP), as a virtual machine that is paused: connections stay open and nobody answers. */
    public void freeze() throws IOException, InterruptedException {
        signalFamily("STOP");
    }

    /** Lets what is frozen go on. */
    public void thaw() throws IOException, InterruptedException {
        signalFamily("CONT");
    }

    private void signalFamily(String signal) throws IOException, InterruptedException {
        Optional<ProcessHandle> running = handle();
        if (running.isPresent()) {
            List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
            Stream.concat(running.stream(), running.get().descendants())
                    .map(member -> Long.toString(member.pid()))
                    .forEach(command::add);
            new ProcessBuilder(command).start().waitFor();
        }
    }

    /** The running process; empty while it is down. */
    public synchronized Optional<ProcessHandle> handle() {
        return Optional.ofNullable(process).filter(Process::isAlive).map(Process::toHandle);
    }

    private synchronized void signal(Process running) throws InterruptedException {
        try {
            if (running.isAlive()) {
                new ProcessBuilder("kill", "-" + stopSignal, Long.toString(running.pid()))
                        .start()
                        .waitFor();
            }
        } catch (IOException noSuchProgram) {
            running.destroy();
        }
    }

    private static void awaitDeath(Process process) throws InterruptedException {
        process.waitFor(DEATH.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized Optional<Process> current(boolean stillWanted) {
        wanted &= stillWanted;
        return Optional.ofNullable(process);
    }

    private synchronized boolean isWorthWaiting() {
        return wanted && (wasReady || (process != null && process.isAlive()));
    }

    private synchronized Process spawn() throws IOException {
        Program program = component.preparation().prepare();
        Process started = program.start(component.log());
        process = started;
        stopSignal = program.stopSignal();
        startedAt = System.nanoTime();
        events.started(component, started.toHandle());
        return started;
    }

    private void supervise(Process first) {
        try {
            Optional<Process> running = Optional.of(first);
            while (running.isPresent()) {
                reportReadiness(running.get());
                int exitCode = running.get().waitFor();
                running = replace(running.get(), exitCode);
            }
        } catch (IOException e) {
            events.gaveUp(component, "cannot be started: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reportReadiness(Process running) throws InterruptedException {
        while (running.isAlive() && !component.readiness().check()) {
            Thread.sleep(POLL);
        }
        Duration taken;
        synchronized (this) {
            taken = Duration.ofNanos(System.nanoTime() - startedAt);
        }
        if (running.isAlive()) {
            events.ready(component, taken);
        }
    }

    private Optional<Process> replace(Process dead, int exitCode) throws IOException, InterruptedException {
        Duration delay;
        synchronized (this) {
            if (!wanted || !wasReady || !dead.equals(process)) {
                return Optional.empty();
            }
            boolean quick = System.nanoTime() - startedAt < TimeUnit.SECONDS.toNanos(QUICK_SECONDS);
            quickDeaths = events.isMeant(component, exitCode) ? 0 : quick ? quickDeaths + 1 : 1;
            wanted = quickDeaths < MOST_QUICK_DEATHS;
            delay = FIRST_DELAY.multipliedBy(1L << Math.max(0, quickDeaths - 1));
            if (!wanted) {
                events.gaveUp(component, "keeps ending, now with exit code " + exitCode);
                return Optional.empty();
            }
        }
        events.died(component, exitCode, delay);
        Thread.sleep(delay);
        synchronized (this) {
            return wanted && dead.equals(process) ? Optional.of(spawn()) : Optional.empty();
        }
    }
}
