package dev.burnish.training.persistence;

import dev.burnish.kit.work.WorkQueue;
import dev.burnish.training.domain.RunQueue;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The service's claim table; work has the id of its job. */
@ApplicationScoped
public class ClaimTableRunQueue implements RunQueue {
    private static final int MOST_IN_LINE = 10_000;

    private final WorkQueue work;

    public ClaimTableRunQueue(WorkQueue work) {
        this.work = work;
    }

    @Override
    public void enqueue(String jobId, String tenant, String payload) {
        work.enqueue(jobId, tenant, payload);
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
    public List<Place> line() {
        return work.line(MOST_IN_LINE).stream()
                .map(place -> new Place(place.id(), place.running()))
                .toList();
    }

    @Override
    public void withdraw(String jobId) {
        work.withdraw(jobId);
    }
}
