package dev.burnish.formatting.app;

/** An estimate cannot be made: not now, or not of such files. */
public final class NoEstimateException extends Exception {
    /** Why. */
    public enum Reason {
        /** As many are being made as may be at once. */
        BUSY,
        /** Reading took longer than it may. */
        TOO_SLOW,
        /** A file can only be read whole, and is too large for that. */
        TOO_LARGE
    }

    private final Reason reason;

    NoEstimateException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
