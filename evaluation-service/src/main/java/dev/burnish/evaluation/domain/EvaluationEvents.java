package dev.burnish.evaluation.domain;

import dev.burnish.contracts.Event;

/** What other services are told about evaluations; takes part in the caller's transaction. */
public interface EvaluationEvents {
    void publish(String tenant, Event event);
}
