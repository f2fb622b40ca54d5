package dev.burnish.training.app;

import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.JobProgressed;
import dev.burnish.training.domain.RunEvents;
import dev.burnish.training.domain.RunTimes;
import dev.burnish.training.domain.TrainingRuns;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** How far runs have come, as it is told. */
@ApplicationScoped
public class RunProgress {
    private final TrainingRuns runs;
    private final RunTimes times;
    private final RunEvents events;

    public RunProgress(TrainingRuns runs, RunTimes times, RunEvents events) {
        this.runs = runs;
        this.times = times;
        this.events = events;
    }

    /** The last step told of; 0 before the first. */
    int told(String jobId) {
        return runs.find(jobId).orElseThrow().state().told();
    }

    /** In the caller's transaction. */
    void tell(FineTuningJob job, JobProgressed progressed) {
        runs.update(runs.find(job.id()).orElseThrow().reached(progressed.step(), progressed.totalSteps()));
        if (progressed.step() > 0) {
            times.remain(job.id(), Duration.ofMillis((long) (progressed.secondsLeft() * 1000)));
        }
        events.publish(job.tenant(), progressed);
    }
}
