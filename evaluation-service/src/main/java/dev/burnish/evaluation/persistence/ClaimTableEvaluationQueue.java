package dev.burnish.evaluation.persistence;

import dev.burnish.evaluation.domain.EvaluationQueue;
import dev.burnish.kit.work.WorkQueue;
import jakarta.enterprise.context.ApplicationScoped;

/** The service's claim table; work has the id of its job. */
@ApplicationScoped
public class ClaimTableEvaluationQueue implements EvaluationQueue {
    private final WorkQueue work;

    public ClaimTableEvaluationQueue(WorkQueue work) {
        this.work = work;
    }

    @Override
    public void enqueue(String jobId, String tenant, String payload) {
        work.enqueue(jobId, tenant, payload);
    }
}
