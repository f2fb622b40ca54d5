package dev.burnish.training.app;

import dev.burnish.training.domain.RunQueue;
import dev.burnish.training.domain.RunRequests;
import dev.burnish.training.domain.RunState.Paused;
import dev.burnish.training.domain.TrainingRuns;
import jakarta.enterprise.context.ApplicationScoped;

/** A user wants a paused job to go on: its run waits for a worker again, or for its data set. Any other run stays as it is. */
@ApplicationScoped
public class ResumeTraining {
    private final TrainingRuns runs;
    private final RunQueue queue;
    private final RunRequests requests;

    public ResumeTraining(TrainingRuns runs, RunQueue queue, RunRequests requests) {
        this.runs = runs;
        this.queue = queue;
        this.requests = requests;
    }

    /** @param sequence of the request among all requests about the job */
    public void resume(String jobId, long sequence) {
        if (!requests.isNewest(jobId, sequence)) {
            return;
        }
        queue.resume(jobId);
        runs.find(jobId).filter(run -> run.state() instanceof Paused).ifPresent(run -> runs.update(run.resumed()));
    }
}
