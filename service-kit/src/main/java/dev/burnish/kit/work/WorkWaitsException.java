package dev.burnish.kit.work;

import java.time.Duration;

/** The work goes on elsewhere and is to be looked at again: it is given back for a while, keeps its place and its count of attempts, and holds no worker meanwhile. */
public final class WorkWaitsException extends Exception {
    private final Duration pause;

    /** @param reason for the log */
    public WorkWaitsException(Duration pause, String reason) {
        super(reason);
        this.pause = pause;
    }

    /** After which it can be claimed again. */
    public Duration pause() {
        return pause;
    }
}
