package dev.burnish.kit.work;

import dev.burnish.contracts.Failure;

/** The work cannot be done, and trying again will not change that. */
public final class WorkFailedException extends Exception {
    private final Failure failure;

    public WorkFailedException(Failure failure) {
        super(failure.code() + ": " + failure.message());
        this.failure = failure;
    }

    public WorkFailedException(Failure failure, Throwable cause) {
        super(failure.code() + ": " + failure.message(), cause);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
