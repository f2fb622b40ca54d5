package dev.burnish.evaluation.domain;

/** The process is ending, and its device takes no more work; another worker goes on. */
public final class DeviceStoppedException extends RuntimeException {
    public DeviceStoppedException(Throwable cause) {
        super("the device takes no more work, because the process ends", cause);
    }
}
