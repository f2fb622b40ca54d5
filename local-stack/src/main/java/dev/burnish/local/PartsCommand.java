package dev.burnish.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.local.layout.Installation;
import dev.burnish.local.parts.Parts;
import dev.burnish.local.process.Ports;
import dev.burnish.local.stack.Registry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Starts the parts alone and says on one line of JSON where they are: what tests of a single service need. */
@Command(
        name = "parts",
        description = {
            "Starts PostgreSQL, Kafka and storage alone, on free ports, prints one line of JSON with their addresses,",
            "and stops them when standard input closes."
        })
final class PartsCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Registry registry = Registry.claim(common.state(), new ConsoleEvents(System.err));
        Parts parts = new Parts(Installation.find(), common.state(), Ports.any(), registry);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(parts, registry), "stop-parts"));
        parts.start();
        System.out.println(new ObjectMapper().writeValueAsString(parts.addresses()));
        System.in.transferTo(OutputStream.nullOutputStream());
        return 0;
    }

    private static void stop(Parts parts, Registry registry) {
        try {
            parts.end();
            registry.close();
        } catch (IOException | InterruptedException e) {
            System.err.println("Not everything could be stopped: " + e.getMessage());
        }
    }
}
