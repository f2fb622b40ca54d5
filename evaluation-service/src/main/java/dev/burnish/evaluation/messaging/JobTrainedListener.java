package dev.burnish.evaluation.messaging;

import dev.burnish.contracts.JobTrained;
import dev.burnish.contracts.MalformedEventException;
import dev.burnish.contracts.Topics;
import dev.burnish.evaluation.app.QueueEvaluation;
import dev.burnish.kit.inbox.EventReceiver;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Queues the evaluation of every adapter that is trained. */
@ApplicationScoped
public class JobTrainedListener {
    private final EventReceiver receiver;
    private final QueueEvaluation queueEvaluation;

    public JobTrainedListener(EventReceiver receiver, QueueEvaluation queueEvaluation) {
        this.receiver = receiver;
        this.queueEvaluation = queueEvaluation;
    }

    @Incoming(Topics.JOB_TRAINED)
    @Blocking
    public void on(String record) throws MalformedEventException {
        receiver.receive(record, envelope -> {
            if (envelope.event() instanceof JobTrained trained) {
                queueEvaluation.queue(envelope, trained.job());
            }
        });
    }
}
