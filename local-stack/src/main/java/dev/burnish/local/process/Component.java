package dev.burnish.local.process;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * One piece of the stack that runs as a process of its own.
 *
 * @param port where it listens on loopback
 * @param health where it says itself whether it is ready; empty if it has no such address
 * @param log receives its output, after what the file already holds
 * @param preparation asked for the program before every start
 * @param readiness asked again and again after a start, until it says yes
 * @param patience how long a start may take
 */
public record Component(
        String name,
        int port,
        Optional<URI> health,
        Path log,
        Preparation preparation,
        Readiness readiness,
        Duration patience) {

    /** Whatever must be in place before the program starts; may take its time. */
    @FunctionalInterface
    public interface Preparation {
        Program prepare() throws IOException;
    }

    /** Whether the started program can be used. */
    @FunctionalInterface
    public interface Readiness {
        boolean check();
    }
}
