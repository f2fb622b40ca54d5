package dev.burnish.ingestion.domain;

import java.util.List;

/** The checkpoints of jobs. */
public interface Checkpoints {
    void add(String jobId, List<Checkpoint> checkpoints);

    /**
     * The last step first.
     *
     * @throws RefusedException when the job has no such checkpoint to go on after
     */
    Page<Checkpoint> page(String jobId, PageRequest request);
}
