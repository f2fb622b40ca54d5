package dev.burnish.formatting.messaging;

import dev.burnish.contracts.JobTrained;
import dev.burnish.contracts.MalformedEventException;
import dev.burnish.contracts.Topics;
import dev.burnish.formatting.app.LearnSpeed;
import dev.burnish.kit.inbox.EventReceiver;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Learns from trainings that finish how long others will take. */
@ApplicationScoped
public class JobTrainedListener {
    private final EventReceiver receiver;
    private final LearnSpeed learnSpeed;

    JobTrainedListener(EventReceiver receiver, LearnSpeed learnSpeed) {
        this.receiver = receiver;
        this.learnSpeed = learnSpeed;
    }

    @Incoming(Topics.JOB_TRAINED)
    @Blocking
    void on(String record) throws MalformedEventException {
        receiver.receive(record, envelope -> learnSpeed.learn((JobTrained) envelope.event()));
    }
}
