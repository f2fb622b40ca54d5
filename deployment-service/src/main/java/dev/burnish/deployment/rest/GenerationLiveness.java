package dev.burnish.deployment.rest;

import dev.burnish.deployment.app.GenerationLoop;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive as long as the generation thread is: without it no request is answered, and only a restart brings it back. */
@Liveness
@Singleton
public class GenerationLiveness implements HealthCheck {
    private final GenerationLoop loop;

    public GenerationLiveness(GenerationLoop loop) {
        this.loop = loop;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("generation").status(loop.alive()).build();
    }
}
