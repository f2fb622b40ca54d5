package dev.burnish.training.messaging;

import dev.burnish.contracts.JobPauseRequested;
import dev.burnish.contracts.MalformedEventException;
import dev.burnish.contracts.Topics;
import dev.burnish.kit.inbox.EventReceiver;
import dev.burnish.training.app.PauseTraining;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Holds back the run of every job that a user wants to wait. */
@ApplicationScoped
public class JobPauseRequestedListener {
    private final EventReceiver receiver;
    private final PauseTraining pauseTraining;

    public JobPauseRequestedListener(EventReceiver receiver, PauseTraining pauseTraining) {
        this.receiver = receiver;
        this.pauseTraining = pauseTraining;
    }

    @Incoming(Topics.JOB_PAUSE_REQUESTED)
    @Blocking
    public void on(String record) throws MalformedEventException {
        receiver.receive(record, envelope -> {
            if (envelope.event() instanceof JobPauseRequested request) {
                pauseTraining.pause(request.jobId(), envelope.tenant(), envelope.sequence());
            }
        });
    }
}
