package dev.burnish.local.chaos;

import dev.burnish.local.stack.LocalStack;
import java.io.IOException;

/** What is done to a stack while jobs run through it. */
@FunctionalInterface
public interface Disturbance {
    /** Returns once no more is done to it; it need not have recovered by then. */
    void disturb(LocalStack stack) throws IOException, InterruptedException;
}
