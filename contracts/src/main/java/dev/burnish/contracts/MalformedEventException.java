package dev.burnish.contracts;

/** A record that is not a CloudEvent of the contract; the message names the attribute or field at fault. Reading it again will not help. */
public final class MalformedEventException extends Exception {
    public MalformedEventException(String message) {
        super(message);
    }

    public MalformedEventException(String message, Throwable cause) {
        super(message, cause);
    }
}
