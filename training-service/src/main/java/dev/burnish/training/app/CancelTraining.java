package dev.burnish.training.app;

import dev.burnish.contracts.JobCancelled;
import dev.burnish.training.domain.RunEvents;
import dev.burnish.training.domain.RunQueue;
import dev.burnish.training.domain.RunRequests;
import dev.burnish.training.domain.TrainingRun;
import dev.burnish.training.domain.TrainingRuns;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * A user wants a job stopped. The request may come before the data set, whose topic is another one: then the run is entered as cancelled,
 * so that it never starts. A run that has ended stays as it is.
 */
@ApplicationScoped
public class CancelTraining {
    private final TrainingRuns runs;
    private final RunQueue queue;
    private final RunRequests requests;
    private final RunCheckpoints checkpoints;
    private final RunEvents events;

    public CancelTraining(
            TrainingRuns runs, RunQueue queue, RunRequests requests, RunCheckpoints checkpoints, RunEvents events) {
        this.runs = runs;
        this.queue = queue;
        this.requests = requests;
        this.checkpoints = checkpoints;
        this.events = events;
    }

    public void cancel(String jobId, String tenant) {
        requests.lock(jobId);
        TrainingRun unstarted = TrainingRun.queued(jobId, tenant).cancelled();
        if (runs.add(unstarted)) {
            events.publish(tenant, new JobCancelled(jobId, 0));
            return;
        }
        // First the queue, which the worker's own changes go through too: afterwards nobody else changes the run.
        queue.withdraw(jobId);
        TrainingRun run = runs.find(jobId).orElseThrow();
        if (!run.state().ended()) {
            TrainingRun cancelled = run.cancelled();
            runs.update(cancelled);
            checkpoints.dropAll(jobId);
            events.publish(tenant, new JobCancelled(jobId, cancelled.state().told()));
        }
    }
}
