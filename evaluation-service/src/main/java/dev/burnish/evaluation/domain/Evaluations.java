package dev.burnish.evaluation.domain;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All evaluations of this service; changes take part in the caller's transaction. */
public interface Evaluations {

    /** Adds an evaluation that is queued, unless its job has one. */
    boolean add(Evaluation evaluation);

    /** Of any tenant; without the samples. */
    Optional<Evaluation> find(String jobId);

    /** @throws IllegalStateException if there is no evaluation of that job */
    void update(Evaluation evaluation);

    /** A tenant's evaluation that has come to scores, with its samples. */
    Optional<Evaluation> findEvaluated(String tenant, String jobId);

    /**
     * A tenant's evaluations that have come to scores, newest first, without their samples.
     *
     * @param after begin behind the evaluation of that job; null for the beginning
     */
    List<Evaluation> listEvaluated(String tenant, int limit, @Nullable String after);
}
