package dev.burnish.local;

import dev.burnish.local.api.ApiClient;
import dev.burnish.local.api.ApiFailedException;
import dev.burnish.local.layout.StateDirectory;
import dev.burnish.local.stack.RunningStack;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.Optional;

/** The API of the stack that is up, for commands that ask something of it. */
final class RunningApi {
    private RunningApi() {}

    /** What a command asks. */
    @FunctionalInterface
    interface Request {
        void send(ApiClient api) throws IOException, InterruptedException;
    }

    /** Asks with the stack's own key; what goes wrong is told to the user. Returns the exit code. */
    static int call(StateDirectory state, Request request) throws IOException, InterruptedException {
        Optional<RunningStack> running = RunningStack.read(state)
                .filter(stack -> stack.supervisor().running().isPresent());
        if (running.isEmpty()) {
            System.err.println(
                    "The stack does not run, and only its services can do this. Start it with ./burnish up, then try again.");
            return 1;
        }
        try (ApiClient api =
                new ApiClient(URI.create(running.get().gateway()), running.get().apiKey())) {
            request.send(api);
            return 0;
        } catch (ApiFailedException e) {
            System.err.println(e.problem());
            return 1;
        } catch (ConnectException e) {
            System.err.println("The stack does not answer at " + running.get().gateway()
                    + " yet. Look at ./burnish status, then try again.");
            return 1;
        }
    }
}
