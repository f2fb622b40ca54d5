package dev.burnish.training.messaging;

import dev.burnish.contracts.JobCancelRequested;
import dev.burnish.contracts.MalformedEventException;
import dev.burnish.contracts.Topics;
import dev.burnish.kit.inbox.EventReceiver;
import dev.burnish.training.app.CancelTraining;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Stops the run of every job that a user wants stopped. */
@ApplicationScoped
public class JobCancelRequestedListener {
    private final EventReceiver receiver;
    private final CancelTraining cancelTraining;

    public JobCancelRequestedListener(EventReceiver receiver, CancelTraining cancelTraining) {
        this.receiver = receiver;
        this.cancelTraining = cancelTraining;
    }

    @Incoming(Topics.JOB_CANCEL_REQUESTED)
    @Blocking
    public void on(String record) throws MalformedEventException {
        receiver.receive(record, envelope -> {
            if (envelope.event() instanceof JobCancelRequested request) {
                cancelTraining.cancel(request.jobId(), envelope.tenant());
            }
        });
    }
}
