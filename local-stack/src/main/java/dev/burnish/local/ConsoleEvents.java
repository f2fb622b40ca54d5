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
    public void died(Component component, int exitCode, Duration delay) {
        output.printf(
                "%s ended with exit code %d; it is started again in %.1f s. Its log: %s%n",
                component.name(), exitCode, delay.toMillis() / 1000.0, component.log());
    }

    @Override
    public void gaveUp(Component component, int exitCode) {
        output.printf(
                "%s keeps ending (exit code %d) and stays down. Its log: %s%n",
                component.name(), exitCode, component.log());
    }
}
