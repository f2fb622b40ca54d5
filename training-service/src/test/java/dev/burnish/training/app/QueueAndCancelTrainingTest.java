package dev.burnish.training.app;

import static dev.burnish.training.app.Datasets.JOB;
import static dev.burnish.training.app.Datasets.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.JobCancelled;
import dev.burnish.kit.testing.InMemoryObjectStore;
import dev.burnish.training.domain.RunState;
import dev.burnish.training.domain.RunState.Cancelled;
import dev.burnish.training.domain.RunState.Queued;
import dev.burnish.training.domain.RunState.Trained;
import dev.burnish.training.domain.TrainingRun;
import org.junit.jupiter.api.Test;

class QueueAndCancelTrainingTest {
    private final InMemoryTrainingRuns runs = new InMemoryTrainingRuns();
    private final RecordedQueue queue = new RecordedQueue();
    private final RecordedEvents events = new RecordedEvents();
    private final InMemoryRunTimes times = new InMemoryRunTimes();
    private final InMemoryRunRequests requests = new InMemoryRunRequests();
    private final QueueTraining queueTraining = new QueueTraining(runs, queue, requests, times);
    private final CancelTraining cancelTraining = new CancelTraining(
            runs,
            queue,
            requests,
            new RunCheckpoints(
                    new RunArtifacts(new InMemoryObjectStore()),
                    new InMemoryResumePoints(),
                    new InMemoryEpochCheckpoints(),
                    needless -> {}),
            events);

    @Test
    void queuesTheEventAsItStands() throws Exception {
        Envelope envelope = datasetFormatted();
        assertThat(state()).isEqualTo(new Queued(0));
        assertThat(times.expected()).containsEntry(JOB, 40L);
        assertThat(CloudEvents.read(queue.waiting().getOrDefault(JOB, ""))).contains(envelope);
    }

    @Test
    void queuesAJobOnce() {
        datasetFormatted();
        queue.claim(JOB);
        datasetFormatted();
        assertThat(queue.waiting()).isEmpty();
    }

    @Test
    void cancelsARunThatWaits() {
        datasetFormatted();
        cancelTraining.cancel(JOB, TENANT);
        assertThat(state()).isEqualTo(new Cancelled(0));
        assertThat(queue.waiting()).isEmpty();
        assertThat(events.all()).containsExactly(new JobCancelled(JOB, 0));
    }

    @Test
    void cancelsARunInItsLastStepToldOf() {
        datasetFormatted();
        runs.update(run().reached(7, 30));
        cancelTraining.cancel(JOB, TENANT);
        assertThat(state()).isEqualTo(new Cancelled(7));
        assertThat(events.all()).containsExactly(new JobCancelled(JOB, 7));
    }

    @Test
    void neverStartsARunThatWasCancelledBeforeItsDataSetCame() {
        cancelTraining.cancel(JOB, TENANT);
        datasetFormatted();
        assertThat(state()).isEqualTo(new Cancelled(0));
        assertThat(queue.waiting()).isEmpty();
        assertThat(events.all()).containsExactly(new JobCancelled(JOB, 0));
    }

    @Test
    void leavesARunThatHasEnded() {
        datasetFormatted();
        queue.claim(JOB);
        runs.update(run().reached(30, 30).trained(30));
        cancelTraining.cancel(JOB, TENANT);
        assertThat(state()).isEqualTo(new Trained(30));
        assertThat(events.all()).isEmpty();
    }

    private Envelope datasetFormatted() {
        Envelope envelope = Datasets.formatted();
        queueTraining.queue(envelope, (DatasetFormatted) envelope.event());
        return envelope;
    }

    private TrainingRun run() {
        return runs.find(JOB).orElseThrow();
    }

    private RunState state() {
        return run().state();
    }
}
