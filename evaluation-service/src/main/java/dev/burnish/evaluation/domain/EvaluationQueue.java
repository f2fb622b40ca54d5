package dev.burnish.evaluation.domain;

/** Evaluations that wait for a worker; takes part in the caller's transaction. */
public interface EvaluationQueue {

    /**
     * Tenants take turns.
     *
     * @param payload what the worker gets to see
     */
    void enqueue(String jobId, String tenant, String payload);
}
