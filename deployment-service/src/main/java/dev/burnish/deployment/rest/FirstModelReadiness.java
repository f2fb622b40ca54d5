package dev.burnish.deployment.rest;

import dev.burnish.deployment.app.WarmUp;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the first base model answers. */
@Readiness
@Singleton
public class FirstModelReadiness implements HealthCheck {
    private final WarmUp warmUp;

    public FirstModelReadiness(WarmUp warmUp) {
        this.warmUp = warmUp;
    }

    @Override
    public HealthCheckResponse call() {
        return warmUp.problem()
                .map(problem -> HealthCheckResponse.named("first-model")
                        .down()
                        .withData("problem", problem)
                        .build())
                .orElseGet(() -> HealthCheckResponse.up("first-model"));
    }
}
