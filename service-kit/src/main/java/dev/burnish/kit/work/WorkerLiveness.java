package dev.burnish.kit.work;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive as long as the worker's thread is; a part that is away does not matter. */
@Liveness
@ApplicationScoped
public class WorkerLiveness implements HealthCheck {
    private final Worker worker;

    public WorkerLiveness(Worker worker) {
        this.worker = worker;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("worker").status(worker.isAlive()).build();
    }
}
