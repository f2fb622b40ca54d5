package dev.burnish.formatting.domain;

/** A line of a file is no example that can be trained on. The message says what is wrong and how to mend it, without the line's number. */
public final class InvalidRowException extends Exception {
    public InvalidRowException(String message) {
        super(message, null, false, false);
    }
}
