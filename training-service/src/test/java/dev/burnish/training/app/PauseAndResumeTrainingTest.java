package dev.burnish.training.app;

import static dev.burnish.training.app.Datasets.JOB;
import static dev.burnish.training.app.Datasets.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.JobPaused;
import dev.burnish.training.domain.RunState;
import dev.burnish.training.domain.RunState.Paused;
import dev.burnish.training.domain.RunState.Queued;
import dev.burnish.training.domain.RunState.Trained;
import dev.burnish.training.domain.RunState.Training;
import dev.burnish.training.domain.TrainingRun;
import org.junit.jupiter.api.Test;

class PauseAndResumeTrainingTest {
    private final InMemoryTrainingRuns runs = new InMemoryTrainingRuns();
    private final RecordedQueue queue = new RecordedQueue();
    private final RecordedEvents events = new RecordedEvents();
    private final InMemoryRunRequests requests = new InMemoryRunRequests();
    private final QueueTraining queueTraining = new QueueTraining(runs, queue, requests, new InMemoryRunTimes());
    private final PauseTraining pauseTraining = new PauseTraining(runs, queue, requests, events);
    private final ResumeTraining resumeTraining = new ResumeTraining(runs, queue, requests);

    @Test
    void holdsBackARunThatWaitsUntilItIsResumed() {
        datasetFormatted();

        pauseTraining.pause(JOB, TENANT, 2);
        assertThat(state()).isEqualTo(new Paused(0));
        assertThat(queue.waiting()).isEmpty();
        assertThat(events.all()).containsExactly(new JobPaused(JOB, 0));

        resumeTraining.resume(JOB, 3);
        assertThat(state()).isEqualTo(new Queued(0));
        assertThat(queue.waiting()).containsKey(JOB);
    }

    @Test
    void leavesARunThatAWorkerHasToThatWorker() {
        datasetFormatted();
        queue.claim(JOB);
        runs.update(run().reached(7, 30));

        pauseTraining.pause(JOB, TENANT, 2);

        assertThat(queue.pausing()).containsExactly(JOB);
        assertThat(state()).isEqualTo(new Training(7, 30));
        assertThat(events.all()).isEmpty();
    }

    @Test
    void holdsBackARunWhoseDataSetComesAfterThePause() {
        pauseTraining.pause(JOB, TENANT, 2);
        assertThat(events.all()).containsExactly(new JobPaused(JOB, 0));

        datasetFormatted();
        assertThat(queue.waiting()).isEmpty();
        assertThat(queue.paused()).containsKey(JOB);

        resumeTraining.resume(JOB, 3);
        assertThat(queue.waiting()).containsKey(JOB);
    }

    @Test
    void queuesARunThatWasPausedAndResumedBeforeItsDataSetCame() {
        pauseTraining.pause(JOB, TENANT, 2);
        resumeTraining.resume(JOB, 3);
        datasetFormatted();

        assertThat(state()).isEqualTo(new Queued(0));
        assertThat(queue.waiting()).containsKey(JOB);
    }

    @Test
    void doesNotPauseARunAfterAllWhoseResumptionWasHeardFirst() {
        datasetFormatted();

        resumeTraining.resume(JOB, 3);
        pauseTraining.pause(JOB, TENANT, 2);

        assertThat(queue.waiting()).containsKey(JOB);
        assertThat(queue.pausing()).isEmpty();
        assertThat(events.all()).isEmpty();
    }

    @Test
    void leavesARunThatHasEnded() {
        datasetFormatted();
        queue.claim(JOB);
        runs.update(run().reached(30, 30).trained(30));

        pauseTraining.pause(JOB, TENANT, 2);
        resumeTraining.resume(JOB, 3);

        assertThat(state()).isEqualTo(new Trained(30));
        assertThat(events.all()).isEmpty();
    }

    @Test
    void remembersTheStepOverAPause() {
        assertThat(TrainingRun.queued(JOB, TENANT)
                        .reached(7, 30)
                        .paused()
                        .resumed()
                        .state())
                .isEqualTo(new Queued(7));
    }

    private void datasetFormatted() {
        Envelope envelope = Datasets.formatted();
        queueTraining.queue(envelope, (DatasetFormatted) envelope.event());
    }

    private TrainingRun run() {
        return runs.find(JOB).orElseThrow();
    }

    private RunState state() {
        return run().state();
    }
}
