package dev.burnish.training.domain;

import java.util.Optional;

/** All runs of this service; every method takes part in the caller's transaction. */
public interface TrainingRuns {

    /** Adds a run, unless its job has one. */
    boolean add(TrainingRun run);

    Optional<TrainingRun> find(String jobId);

    /** @throws IllegalStateException if there is no run of that job */
    void update(TrainingRun run);
}
