package dev.burnish.kit.work;

/** The worker must stop at once: the work is somebody else's now, or nobody's. */
public final class LeaseLostException extends Exception {
    public LeaseLostException(String message) {
        super(message);
    }
}
