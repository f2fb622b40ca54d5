package dev.burnish.ingestion.domain;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The jobs of all tenants. Whoever asks names the tenant; another's job does not exist for him. */
public interface Jobs {
    void add(Job job, Submission submission);

    /**
     * The job that the same request made before: one with the same idempotency key in the last 24 hours, or, if the client says that it tries again, one with
     * the same bytes in the last 10 minutes. Until the transaction ends, nobody else gets an answer about an equal submission.
     *
     * @throws RefusedException when the idempotency key came with other bytes
     */
    Optional<Job> submittedBefore(String tenant, Submission submission);

    Optional<Job> get(String tenant, String id);

    /** Like {@link #get}, and until the transaction ends nobody else changes the job. */
    Optional<Job> lock(String tenant, String id);

    /** Stores what may change: the state, the wish and the findings. */
    void replace(Job job);

    /**
     * Newest first.
     *
     * @param metadata only jobs that have all these pairs; an empty map for jobs without metadata; null for all
     */
    Page<Job> page(String tenant, @Nullable Map<String, String> metadata, PageRequest request);
}
