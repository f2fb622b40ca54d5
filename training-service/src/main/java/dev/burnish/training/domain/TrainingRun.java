package dev.burnish.training.domain;

import static java.util.Objects.requireNonNull;

import dev.burnish.contracts.Failure;
import dev.burnish.training.domain.RunState.Cancelled;
import dev.burnish.training.domain.RunState.Failed;
import dev.burnish.training.domain.RunState.Paused;
import dev.burnish.training.domain.RunState.Queued;
import dev.burnish.training.domain.RunState.Trained;
import dev.burnish.training.domain.RunState.Training;

/**
 * The training of one job. A change of a run that has ended is refused with an {@link IllegalStateException}; the fence of the claim keeps
 * late workers from asking for one.
 */
public record TrainingRun(String jobId, String tenant, RunState state) {

    public TrainingRun {
        requireNonNull(jobId, "jobId");
        requireNonNull(tenant, "tenant");
        requireNonNull(state, "state");
    }

    public static TrainingRun queued(String jobId, String tenant) {
        return new TrainingRun(jobId, tenant, new Queued(0));
    }

    /** A worker has done {@code step} steps; 0 when it begins, also when it has to begin again. */
    public TrainingRun reached(int step, int totalSteps) {
        return changed(new Training(step, totalSteps));
    }

    public TrainingRun paused() {
        return changed(new Paused(state.told()));
    }

    /** Waits for a worker again. */
    public TrainingRun resumed() {
        return changed(new Queued(state.told()));
    }

    public TrainingRun trained(int steps) {
        return changed(new Trained(steps));
    }

    public TrainingRun failed(Failure failure) {
        return changed(new Failed(failure));
    }

    public TrainingRun cancelled() {
        return changed(new Cancelled(state.told()));
    }

    private TrainingRun changed(RunState next) {
        if (state.ended()) {
            throw new IllegalStateException(
                    "the run of " + jobId + " ended as " + state + ", it cannot become " + next);
        }
        return new TrainingRun(jobId, tenant, next);
    }
}
