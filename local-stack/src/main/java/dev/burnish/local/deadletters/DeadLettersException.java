package dev.burnish.local.deadletters;

/** Dead letters cannot be read or replayed; the message says why and what helps. */
public final class DeadLettersException extends Exception {
    DeadLettersException(String message) {
        super(message);
    }

    DeadLettersException(String message, Throwable cause) {
        super(message, cause);
    }
}
