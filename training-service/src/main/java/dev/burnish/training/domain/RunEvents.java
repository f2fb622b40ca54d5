package dev.burnish.training.domain;

import dev.burnish.contracts.Event;

/** What other services are told about runs; takes part in the caller's transaction. */
public interface RunEvents {
    void publish(String tenant, Event event);
}
