package dev.burnish.local.stack;

import dev.burnish.local.layout.StateDirectory;
import java.io.IOException;
import java.util.Optional;

/** Another process looks after the stack of this state directory. */
public final class AlreadyRunningException extends IOException {
    AlreadyRunningException(StateDirectory state, Optional<RunningStack> running) {
        super("A stack already runs in " + state.root()
                + running.map(stack -> " (process " + stack.supervisor().pid() + ")")
                        .orElse("")
                + ". Stop it with ./burnish down, or give another directory with --state.");
    }
}
