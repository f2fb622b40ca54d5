package dev.burnish.kit.inbox;

/** The service stops before the event could take effect; the record stays unacknowledged and is delivered again. */
final class ReceiverStoppedException extends RuntimeException {
    ReceiverStoppedException() {
        super("the service is stopping");
    }
}
