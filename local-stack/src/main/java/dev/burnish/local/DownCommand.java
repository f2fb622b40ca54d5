package dev.burnish.local;

import dev.burnish.local.stack.StackShutdown;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops a stack from outside. */
@Command(
        name = "down",
        description = "Stops the stack, and whatever a killed ./burnish up has left running. Data and keys stay.")
final class DownCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> stopped = StackShutdown.of(common.state());
        System.out.println(stopped.isEmpty() ? "Nothing was running." : "Stopped: " + String.join(", ", stopped) + ".");
        return 0;
    }
}
