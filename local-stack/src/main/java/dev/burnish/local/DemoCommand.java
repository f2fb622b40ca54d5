package dev.burnish.local;

import dev.burnish.local.demo.Demo;
import dev.burnish.local.demo.JobFailedException;
import dev.burnish.local.layout.Installation;
import dev.burnish.local.process.LogTail;
import dev.burnish.local.process.Ports;
import dev.burnish.local.stack.LocalStack;
import dev.burnish.local.stack.RunningStack;
import dev.burnish.local.stack.StackSettings;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the whole way of a job. */
@Command(
        name = "demo",
        description = {
            "Fine-tunes the small base model on sample support mails, evaluates it, and asks it a question.",
            "Uses the stack if one is up; else starts one and stops it at the end."
        })
final class DemoCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--keep", description = "Keep the stack running afterwards, until Ctrl-C.")
    private boolean keep;

    private final Installation installation = Installation.find();
    private final PrintStream output = System.out;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Optional<RunningStack> running = RunningStack.read(common.state())
                .filter(stack -> stack.supervisor().running().isPresent());
        if (running.isPresent()) {
            output.println("Using the stack that is up at " + running.get().gateway() + "; it stays up.");
            return run(URI.create(running.get().gateway()), running.get().apiKey());
        }
        LocalStack stack = LocalStack.claim(new StackSettings(
                installation,
                common.state(),
                common.state().models(),
                Ports.usual(),
                Map.of(),
                new ConsoleEvents(output)));
        StopOnExit stop = StopOnExit.register(stack, output);
        try {
            stack.launch();
        } catch (IOException e) {
            return stop.failed(e);
        }
        int result = run(stack.gateway(), stack.apiKey());
        if (result == 0 && keep) {
            output.println(Welcome.text(stack.gateway(), stack.apiKey()));
            new CountDownLatch(1).await();
        }
        return result;
    }

    private int run(URI gateway, String apiKey) throws InterruptedException {
        Demo demo = new Demo(
                installation.home().resolve("examples/support-tickets.jsonl"),
                common.state().reports(),
                output,
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false));
        try {
            demo.run(gateway, apiKey);
            return 0;
        } catch (IOException e) {
            System.err.println("The demo failed: " + e.getMessage());
            return 1;
        } catch (JobFailedException e) {
            System.err.println(e.getMessage());
            System.err.println("The end of the log of " + e.service() + ":");
            System.err.println(LogTail.of(common.state().log(e.service()), 20));
            return 1;
        }
    }
}
