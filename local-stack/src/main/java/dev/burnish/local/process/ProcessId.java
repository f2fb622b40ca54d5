package dev.burnish.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Names one process for good: the number alone may meanwhile belong to another one.
 *
 * @param started in milliseconds since the epoch
 */
public record ProcessId(long pid, long started) {
    /** The system computes the time of a start from its boot time, which it knows only roughly. */
    private static final long CLOCK_TOLERANCE_MILLISECONDS = 2000;

    public static ProcessId of(ProcessHandle handle) {
        return new ProcessId(
                handle.pid(),
                handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
    }

    /** The process, if it still runs. */
    public Optional<ProcessHandle> running() {
        return ProcessHandle.of(pid).filter(this::isSame).filter(ProcessId::isRunning);
    }

    /** Asks the process to end, and after {@code grace} ends it; false if it was not there. */
    public boolean stop(Duration grace) throws InterruptedException {
        Optional<ProcessHandle> process = running();
        if (process.isEmpty()) {
            return false;
        }
        process.get().destroy();
        if (!awaitEnd(grace)) {
            process.get().destroyForcibly();
            awaitEnd(Duration.ofSeconds(5));
        }
        return true;
    }

    private boolean awaitEnd(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (running().isPresent()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return true;
    }

    private boolean isSame(ProcessHandle handle) {
        return Math.abs(ProcessId.of(handle).started - started) <= CLOCK_TOLERANCE_MILLISECONDS;
    }

    // A process that ended but that no parent waits for, as in a container without an init, still has its number: state
    // Z in /proc/<pid>/stat, behind the name in brackets.
    private static boolean isRunning(ProcessHandle handle) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(handle.pid()), "stat"));
            return !stat.substring(stat.lastIndexOf(')') + 1).strip().startsWith("Z");
        } catch (IOException noProcFileSystem) {
            return handle.isAlive();
        }
    }
}
