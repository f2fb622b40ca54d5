package dev.burnish.training.app;

import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.JobProgressed;
import dev.burnish.training.domain.RunEvents;
import dev.burnish.training.domain.TrainingRuns;
import jakarta.enterprise.context.ApplicationScoped;

/** How far runs have come, as it is told. */
@ApplicationScoped
public class RunProgress {
    private final TrainingRuns runs;
    private final RunEvents events;

    public RunProgress(TrainingRuns runs, RunEvents events) {
        this.runs = runs;
        this.events = events;
    }

    /** The last step told of; 0 before the first. */
    int told(String jobId) {
        return runs.find(jobId).orElseThrow().state().told();
    }

    /** In the caller's transaction. */
    void tell(FineTuningJob job, JobProgressed progressed) {
        runs.update(runs.find(job.id()).orElseThrow().reached(progressed.step(), progressed.totalSteps()));
        events.publish(job.tenant(), progressed);
    }
}
