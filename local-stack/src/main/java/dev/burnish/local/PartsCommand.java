package dev.burnish.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.local.layout.Installation;
import dev.burnish.local.layout.StateDirectory;
import dev.burnish.local.parts.Parts;
import dev.burnish.local.process.Ports;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the parts alone and says on one line of JSON where they are: what tests of a single service need. */
@Command(
        name = "parts",
        description =
                "Starts PostgreSQL, Kafka and storage alone, prints one line of JSON with their addresses, and stops them when standard input closes.",
        mixinStandardHelpOptions = true)
final class PartsCommand implements Callable<Integer> {
    @Option(names = "--state", required = true, paramLabel = "DIR", description = "Where data and logs lie.")
    private Path state = Path.of("");

    @Override
    public Integer call() throws IOException, InterruptedException {
        Parts parts =
                new Parts(Installation.find(), new StateDirectory(state), Ports.any(), new ConsoleEvents(System.err));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(parts)));
        parts.start();
        System.out.println(new ObjectMapper().writeValueAsString(parts.addresses()));
        System.in.transferTo(OutputStream.nullOutputStream());
        return 0;
    }

    private static void stop(Parts parts) {
        try {
            parts.end();
        } catch (IOException | InterruptedException e) {
            System.err.println("Not everything could be stopped: " + e.getMessage());
        }
    }
}
