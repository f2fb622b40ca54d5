package dev.burnish.formatting.domain;

import dev.burnish.contracts.Failure;

/** What was submitted cannot be trained on; trying again will not help. */
public final class RejectedException extends Exception {
    private final transient Failure failure;

    public RejectedException(Failure failure) {
        super(failure.message());
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
