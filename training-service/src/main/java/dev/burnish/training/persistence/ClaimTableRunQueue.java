package dev.burnish.training.persistence;

import dev.burnish.kit.work.WorkQueue;
import dev.burnish.training.domain.RunQueue;
import jakarta.enterprise.context.ApplicationScoped;

/** The service's claim table; work has the id of its job. */
@ApplicationScoped
public class ClaimTableRunQueue implements RunQueue {
    private final WorkQueue work;

    public ClaimTableRunQueue(WorkQueue work) {
        this.work = work;
    }

    @Override
    public void enqueue(String jobId, String payload) {
        work.enqueue(jobId, payload);
    }

    @Override
    public boolean pause(String jobId) {
        return work.pause(jobId);
    }

    @Override
    public void resume(String jobId) {
        work.resume(jobId);
    }

    @Override
    public void withdraw(String jobId) {
        work.withdraw(jobId);
    }
}
