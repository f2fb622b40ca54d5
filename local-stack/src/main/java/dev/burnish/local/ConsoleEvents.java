package dev.burnish.local;

import dev.burnish.local.process.Component;
import dev.burnish.local.process.ManagedProcess;
import java.io.PrintStream;
import java.time.Duration;

/** Says what happens to processes that nobody asked to end. */
record ConsoleEvents(PrintStream output) implements ManagedProcess.Events {
    @Override
    public void started(Component component, ProcessHandle handle) {}

    @Override
    public void ready(Component component, Duration taken) {
        output.printf("%-12s ready on port %-6d after %4.1f s%n", component.name(), component.port(), seconds(taken));
    }

    @Override
    public void died(Component component, int exitCode, Duration delay) {
        output.printf(
                "%-12s ended with exit code %d and is started again in %.1f s; log: %s%n",
                component.name(), exitCode, seconds(delay), component.log());
    }

    @Override
    public void gaveUp(Component component, String reason) {
        output.printf("%-12s %s; it stays down. Log: %s%n", component.name(), reason, component.log());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
