package dev.burnish.deployment.domain;

import java.time.Duration;

/** There is no room for another sequence now. */
public final class QueueFullException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;
    private final String message;

    public QueueFullException(String message, Duration retryAfter) {
        super(message);
        this.message = message;
        this.retryAfter = retryAfter;
    }

    /** When there will be room, as far as one can tell: 1 to 60 seconds. */
    public Duration retryAfter() {
        return retryAfter;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
