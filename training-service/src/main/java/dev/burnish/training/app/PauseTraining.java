package dev.burnish.training.app;

import dev.burnish.contracts.JobPaused;
import dev.burnish.training.domain.RunEvents;
import dev.burnish.training.domain.RunQueue;
import dev.burnish.training.domain.RunRequests;
import dev.burnish.training.domain.TrainingRun;
import dev.burnish.training.domain.TrainingRuns;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * A user wants a job to wait. Like a cancellation, the request may come before the data set: then the run is entered as paused. A run that a worker has is kept and paused by that
 * worker; a run that has ended stays as it is.
 */
@ApplicationScoped
public class PauseTraining {
    private final TrainingRuns runs;
    private final RunQueue queue;
    private final RunRequests requests;
    private final RunEvents events;

    public PauseTraining(TrainingRuns runs, RunQueue queue, RunRequests requests, RunEvents events) {
        this.runs = runs;
        this.queue = queue;
        this.requests = requests;
        this.events = events;
    }

    /** @param sequence of the request among all requests about the job */
    public void pause(String jobId, String tenant, long sequence) {
        if (!requests.isNewest(jobId, sequence)) {
            return;
        }
        if (runs.add(TrainingRun.queued(jobId, tenant).paused())) {
            events.publish(tenant, new JobPaused(jobId, 0));
            return;
        }
        if (queue.pause(jobId)) {
            TrainingRun run = runs.find(jobId).orElseThrow().paused();
            runs.update(run);
            events.publish(tenant, new JobPaused(jobId, run.state().told()));
        }
    }
}
