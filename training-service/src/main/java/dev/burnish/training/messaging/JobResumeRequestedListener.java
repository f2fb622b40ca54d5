package dev.burnish.training.messaging;

import dev.burnish.contracts.JobResumeRequested;
import dev.burnish.contracts.MalformedEventException;
import dev.burnish.contracts.Topics;
import dev.burnish.kit.inbox.EventReceiver;
import dev.burnish.training.app.ResumeTraining;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Lets the run of every job go on that a user wants to go on. */
@ApplicationScoped
public class JobResumeRequestedListener {
    private final EventReceiver receiver;
    private final ResumeTraining resumeTraining;

    public JobResumeRequestedListener(EventReceiver receiver, ResumeTraining resumeTraining) {
        this.receiver = receiver;
        this.resumeTraining = resumeTraining;
    }

    @Incoming(Topics.JOB_RESUME_REQUESTED)
    @Blocking
    public void on(String record) throws MalformedEventException {
        receiver.receive(record, envelope -> {
            if (envelope.event() instanceof JobResumeRequested request) {
                resumeTraining.resume(request.jobId(), envelope.sequence());
            }
        });
    }
}
