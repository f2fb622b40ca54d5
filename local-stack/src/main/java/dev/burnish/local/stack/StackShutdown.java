package dev.burnish.local.stack;

import dev.burnish.local.layout.StateDirectory;
import dev.burnish.local.process.ProcessId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Stops a stack from another process than its supervisor's. */
public final class StackShutdown {
    private static final Duration GRACE = Duration.ofSeconds(90);

    private StackShutdown() {}

    /** Asks a living supervisor to stop its stack, then stops what no supervisor has stopped; returns the names of what ran. */
    public static List<String> of(StateDirectory state) throws IOException, InterruptedException {
        Optional<RunningStack> running = RunningStack.read(state);
        List<String> stopped = new ArrayList<>();
        if (running.isPresent()) {
            List<RunningStack.Member> members = running.get().members();
            members.stream()
                    .filter(member -> member.process().running().isPresent())
                    .forEach(member -> stopped.add(member.name()));
            ProcessId supervisor = running.get().supervisor();
            supervisor.stop(GRACE);
            Registry.stopLeftovers(state);
        }
        return stopped;
    }
}
