package dev.burnish.evaluation.messaging;

import dev.burnish.contracts.Event;
import dev.burnish.evaluation.domain.EvaluationEvents;
import dev.burnish.kit.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;

/** Events go out after the transaction has committed. */
@ApplicationScoped
public class OutboxEvaluationEvents implements EvaluationEvents {
    private final Outbox outbox;

    public OutboxEvaluationEvents(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public void publish(String tenant, Event event) {
        outbox.publish(tenant, event);
    }
}
