package dev.burnish.kit.storage;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the bucket can be used. */
@Readiness
@ApplicationScoped
public class StorageReadiness implements HealthCheck {
    private static final String NAME = "object storage";

    private final S3ObjectStore store;

    public StorageReadiness(S3ObjectStore store) {
        this.store = store;
    }

    @Override
    public HealthCheckResponse call() {
        try {
            store.checkBucket();
            return HealthCheckResponse.up(NAME);
        } catch (StorageException e) {
            return HealthCheckResponse.named(NAME)
                    .down()
                    .withData("reason", e.toString())
                    .build();
        }
    }
}
