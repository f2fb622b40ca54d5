package dev.burnish.training.messaging;

import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.MalformedEventException;
import dev.burnish.contracts.Topics;
import dev.burnish.kit.inbox.EventReceiver;
import dev.burnish.training.app.QueueTraining;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Queues the training of every data set that is ready. */
@ApplicationScoped
public class DatasetFormattedListener {
    private final EventReceiver receiver;
    private final QueueTraining queueTraining;

    public DatasetFormattedListener(EventReceiver receiver, QueueTraining queueTraining) {
        this.receiver = receiver;
        this.queueTraining = queueTraining;
    }

    @Incoming(Topics.DATASET_FORMATTED)
    @Blocking
    public void on(String record) throws MalformedEventException {
        receiver.receive(record, envelope -> {
            if (envelope.event() instanceof DatasetFormatted dataset) {
                queueTraining.queue(envelope, dataset);
            }
        });
    }
}
