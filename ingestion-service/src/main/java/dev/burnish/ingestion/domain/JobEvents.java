package dev.burnish.ingestion.domain;

import java.util.List;

/** The histories of jobs. */
public interface JobEvents {
    /** Those of one moment keep their order. */
    void add(String jobId, List<JobMessage> messages);

    /**
     * Newest first, by the time at which it happened.
     *
     * @throws RefusedException when the job has no such event to go on after
     */
    Page<JobEvent> page(String jobId, PageRequest request);
}
