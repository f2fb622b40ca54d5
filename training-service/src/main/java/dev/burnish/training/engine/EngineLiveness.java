package dev.burnish.training.engine;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Without its engine's thread the process is of no use. */
@Liveness
@ApplicationScoped
public class EngineLiveness implements HealthCheck {
    private final DeviceEngine engine;

    public EngineLiveness(DeviceEngine engine) {
        this.engine = engine;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("engine").status(engine.alive()).build();
    }
}
