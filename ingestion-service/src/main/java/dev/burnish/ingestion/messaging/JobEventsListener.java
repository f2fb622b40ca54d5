package dev.burnish.ingestion.messaging;

import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.MalformedEventException;
import dev.burnish.contracts.Topics;
import dev.burnish.ingestion.app.FollowJob;
import dev.burnish.kit.inbox.EventReceiver;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Hears everything that the other services say about jobs. */
@ApplicationScoped
public class JobEventsListener {
    private final EventReceiver receiver;
    private final FollowJob followJob;

    JobEventsListener(EventReceiver receiver, FollowJob followJob) {
        this.receiver = receiver;
        this.followJob = followJob;
    }

    @Incoming(Topics.DATASET_FORMATTED)
    @Blocking
    void onDatasetFormatted(String record) throws MalformedEventException {
        receiver.receive(record, this::follow);
    }

    @Incoming(Topics.DATASET_REJECTED)
    @Blocking
    void onDatasetRejected(String record) throws MalformedEventException {
        receiver.receive(record, this::follow);
    }

    @Incoming(Topics.JOB_PROGRESSED)
    @Blocking
    void onJobProgressed(String record) throws MalformedEventException {
        receiver.receive(record, this::follow);
    }

    @Incoming(Topics.JOB_TRAINED)
    @Blocking
    void onJobTrained(String record) throws MalformedEventException {
        receiver.receive(record, this::follow);
    }

    @Incoming(Topics.JOB_EVALUATED)
    @Blocking
    void onJobEvaluated(String record) throws MalformedEventException {
        receiver.receive(record, this::follow);
    }

    @Incoming(Topics.JOB_FAILED)
    @Blocking
    void onJobFailed(String record) throws MalformedEventException {
        receiver.receive(record, this::follow);
    }

    @Incoming(Topics.JOB_CANCELLED)
    @Blocking
    void onJobCancelled(String record) throws MalformedEventException {
        receiver.receive(record, this::follow);
    }

    @Incoming(Topics.JOB_PAUSED)
    @Blocking
    void onJobPaused(String record) throws MalformedEventException {
        receiver.receive(record, this::follow);
    }

    @Incoming(Topics.MODEL_DEPLOYED)
    @Blocking
    void onModelDeployed(String record) throws MalformedEventException {
        receiver.receive(record, this::follow);
    }

    @Incoming(Topics.MODEL_ROLLED_BACK)
    @Blocking
    void onModelRolledBack(String record) throws MalformedEventException {
        receiver.receive(record, this::follow);
    }

    private void follow(Envelope envelope) {
        Stream.of(EventFacts.report(envelope), EventFacts.of(envelope))
                .flatMap(Optional::stream)
                .forEach(fact ->
                        followJob.follow(envelope.tenant(), envelope.event().subject(), fact, envelope.time()));
    }
}
