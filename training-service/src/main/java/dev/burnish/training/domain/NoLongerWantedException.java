package dev.burnish.training.domain;

/** Nobody wants the training any more that waited for room on the device. */
public final class NoLongerWantedException extends RuntimeException {
    public NoLongerWantedException() {
        super("the training that waited for room on the device is not wanted any more");
    }
}
