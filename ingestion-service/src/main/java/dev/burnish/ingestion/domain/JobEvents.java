package dev.burnish.ingestion.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /**
     * In the order in which they were added, which for one job never changes afterwards.
     *
     * @param after the id of the last event seen; null to begin with the first
     * @throws RefusedException when the job has no such event to go on after
     */
    List<JobEvent> since(String jobId, @Nullable String after, int limit);
}
