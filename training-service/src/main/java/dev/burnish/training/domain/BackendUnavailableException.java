package dev.burnish.training.domain;

/** The other side does not answer, or has too much to do; the same can be tried again. */
public final class BackendUnavailableException extends Exception {
    public BackendUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
