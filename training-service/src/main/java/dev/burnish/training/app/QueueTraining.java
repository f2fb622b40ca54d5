package dev.burnish.training.app;

import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.training.domain.RunQueue;
import dev.burnish.training.domain.RunRequests;
import dev.burnish.training.domain.RunState;
import dev.burnish.training.domain.RunTimes;
import dev.burnish.training.domain.TrainingRun;
import dev.burnish.training.domain.TrainingRuns;
import jakarta.enterprise.context.ApplicationScoped;

/** A data set is ready: its job waits for a worker, unless it was cancelled or paused before. */
@ApplicationScoped
public class QueueTraining {
    private final TrainingRuns runs;
    private final RunQueue queue;
    private final RunRequests requests;
    private final RunTimes times;

    public QueueTraining(TrainingRuns runs, RunQueue queue, RunRequests requests, RunTimes times) {
        this.runs = runs;
        this.queue = queue;
        this.requests = requests;
        this.times = times;
    }

    /** @param datasetFormatted becomes the payload of the work as it stands */
    public void queue(Envelope datasetFormatted, DatasetFormatted dataset) {
        FineTuningJob job = dataset.job();
        requests.lock(job.id());
        runs.add(TrainingRun.queued(job.id(), job.tenant()));
        RunState state = runs.find(job.id()).orElseThrow().state();
        if (state.ended()) {
            return;
        }
        times.expect(
                job.id(),
                job.baseModel(),
                dataset.summary().trainingTokens() * dataset.plan().epochs());
        queue.enqueue(job.id(), job.tenant(), CloudEvents.write(datasetFormatted));
        if (state instanceof RunState.Paused) {
            queue.pause(job.id());
        }
    }
}
