package dev.burnish.local.chaos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** One service on its way through the deaths that are planned for it: each of its processes dies the next of them. */
final class Victim {
    private static final String CRASH_AT = "BURNISH_CRASH_AT";

    /** The exit code of a process that was killed, or ended at a crash point. */
    static final int KILLED = 137;

    private final Map<String, String> environment;
    private final Queue<Kill> planned = new ArrayDeque<>();
    private @Nullable ProcessHandle process;
    private @Nullable Kill next;
    private boolean forced;
    private long startedNanos;
    private long diedNanos;

    /** @param environment of the service's next process */
    Victim(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Kills the process that runs now, and then goes on with the others. */
    synchronized void begin(List<Kill> kills) {
        planned.addAll(kills);
        next = planned.poll();
        if (next != null) {
            kill();
        }
    }

    synchronized boolean isDone() {
        return next == null;
    }

    synchronized boolean isMeant(int exitCode) {
        return next != null && exitCode == KILLED;
    }

    /** The process has ended, by what is returned if that was meant. */
    synchronized Optional<Death> died(int exitCode) {
        if (next == null || exitCode != KILLED) {
            return Optional.empty();
        }
        Death death = new Death(next, !forced);
        forced = false;
        diedNanos = System.nanoTime();
        startedNanos = diedNanos;
        next = planned.poll();
        environment.remove(CRASH_AT);
        if (next instanceof Kill.AtPoint point) {
            environment.put(CRASH_AT, point.setting());
        }
        return Optional.of(death);
    }

    /** When to kill this very process; empty if it is left alone or dies by itself. */
    synchronized Optional<Duration> started(ProcessHandle handle) {
        process = handle;
        startedNanos = System.nanoTime();
        return next instanceof Kill.AtTime time ? Optional.of(time.afterStart()) : Optional.empty();
    }

    /** How long the service was away. */
    synchronized Optional<Duration> ready() {
        return diedNanos == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(System.nanoTime() - diedNanos));
    }

    /** Kills a process that should have come to its crash point long ago. */
    synchronized void killIfOverdue(Duration limit) {
        if (next != null && !forced && System.nanoTime() - startedNanos > limit.toNanos()) {
            forced = true;
            kill();
        }
    }

    private void kill() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
