package dev.burnish.training.app;

import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.training.domain.RunQueue;
import dev.burnish.training.domain.TrainingRun;
import dev.burnish.training.domain.TrainingRuns;
import jakarta.enterprise.context.ApplicationScoped;

/** A data set is ready: its job waits for a worker, unless it was cancelled before. */
@ApplicationScoped
public class QueueTraining {
    private final TrainingRuns runs;
    private final RunQueue queue;

    public QueueTraining(TrainingRuns runs, RunQueue queue) {
        this.runs = runs;
        this.queue = queue;
    }

    /** @param datasetFormatted becomes the payload of the work as it stands */
    public void queue(Envelope datasetFormatted, FineTuningJob job) {
        if (runs.add(TrainingRun.queued(job.id(), job.tenant()))) {
            queue.enqueue(job.id(), CloudEvents.write(datasetFormatted));
        }
    }
}
