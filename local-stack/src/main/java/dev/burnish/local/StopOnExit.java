package dev.burnish.local;

import dev.burnish.local.stack.LocalStack;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicBoolean;

/** Stops a stack when this process ends, for whatever reason short of being killed. */
final class StopOnExit {
    private final LocalStack stack;
    private final PrintStream output;
    private final AtomicBoolean failed = new AtomicBoolean();
    private final AtomicBoolean stopping = new AtomicBoolean();

    private StopOnExit(LocalStack stack, PrintStream output) {
        this.stack = stack;
        this.output = output;
    }

    static StopOnExit register(LocalStack stack, PrintStream output) {
        StopOnExit stop = new StopOnExit(stack, output);
        Runtime.getRuntime().addShutdownHook(new Thread(stop::run, "stop-stack"));
        return stop;
    }

    /** Says why the stack did not come up, unless that is because it is being stopped; the exit code. */
    int failed(IOException reason) {
        if (!stopping.get()) {
            failed.set(true);
            System.err.println(reason.getMessage());
        }
        return 1;
    }

    private void run() {
        stopping.set(true);
        output.println("Stopping …");
        try {
            stack.close();
            output.println("Everything is stopped.");
        } catch (IOException e) {
            System.err.println("Not everything could be stopped: " + e.getMessage());
        }
    }
}
