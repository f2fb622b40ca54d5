package dev.burnish.formatting.messaging;

import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.MalformedEventException;
import dev.burnish.contracts.Topics;
import dev.burnish.kit.inbox.EventReceiver;
import dev.burnish.kit.work.WorkQueue;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Queues every submitted data set once; {@link FormattingWork} does the rest. */
@ApplicationScoped
public class DatasetSubmittedListener {
    private final EventReceiver receiver;
    private final WorkQueue work;

    DatasetSubmittedListener(EventReceiver receiver, WorkQueue work) {
        this.receiver = receiver;
        this.work = work;
    }

    @Incoming(Topics.DATASET_SUBMITTED)
    @Blocking
    void on(String record) throws MalformedEventException {
        receiver.receive(record, this::enqueue);
    }

    private void enqueue(Envelope envelope) {
        work.enqueue(envelope.event().subject(), envelope.tenant(), CloudEvents.write(envelope));
    }
}
