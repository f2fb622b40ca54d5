package dev.burnish.training.domain;

/** A state does not belong to this training, or is none. The session is as it was. */
public final class ResumePointUnusableException extends Exception {
    public ResumePointUnusableException(String message, Throwable cause) {
        super(message, cause);
    }
}
