package dev.burnish.local;

import dev.burnish.local.layout.Installation;
import dev.burnish.local.layout.StateDirectory;
import dev.burnish.local.process.Ports;
import dev.burnish.local.stack.LocalStack;
import dev.burnish.local.stack.StackSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the whole stack until it is interrupted. */
@Command(
        name = "up",
        description = {
            "Starts PostgreSQL, Kafka, storage, the five services and the gateway, and keeps them running",
            "until it is interrupted (Ctrl-C) or ./burnish down is called."
        })
final class UpCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(
            names = "--models",
            paramLabel = "DIR",
            description = "Base models, one folder each in Hugging Face layout; those of ./burnish models by default.")
    private @Nullable Path models;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintStream output = System.out;
        StateDirectory state = common.state();
        LocalStack stack = LocalStack.claim(new StackSettings(
                Installation.find(),
                state,
                Optional.ofNullable(models)
                        .orElse(state.models())
                        .toAbsolutePath()
                        .normalize(),
                Ports.usual(),
                Map.of(),
                new ConsoleEvents(output)));
        StopOnExit stop = StopOnExit.register(stack, output);
        long begin = System.nanoTime();
        try {
            stack.launch();
        } catch (IOException e) {
            return stop.failed(e);
        }
        output.printf("%nEverything is up after %.1f s.%n%n", (System.nanoTime() - begin) / 1e9);
        output.print(Welcome.text(stack.gateway(), stack.apiKey()));
        new CountDownLatch(1).await();
        return 0;
    }
}
