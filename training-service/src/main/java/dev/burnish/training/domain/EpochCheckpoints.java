package dev.burnish.training.domain;

import dev.burnish.contracts.JobCheckpoint;
import java.util.List;

/** The adapters that runs had after their epochs; every method takes part in the caller's transaction. */
public interface EpochCheckpoints {

    /** By step, ascending. */
    List<JobCheckpoint> of(String jobId);

    void add(String jobId, JobCheckpoint checkpoint);

    void remove(String jobId, JobCheckpoint checkpoint);
}
