package dev.burnish.training.messaging;

import dev.burnish.contracts.Event;
import dev.burnish.kit.outbox.Outbox;
import dev.burnish.training.domain.RunEvents;
import jakarta.enterprise.context.ApplicationScoped;

/** Events go out after the transaction has committed. */
@ApplicationScoped
public class OutboxRunEvents implements RunEvents {
    private final Outbox outbox;

    public OutboxRunEvents(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public void publish(String tenant, Event event) {
        outbox.publish(tenant, event);
    }
}
