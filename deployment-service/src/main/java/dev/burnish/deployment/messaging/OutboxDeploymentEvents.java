package dev.burnish.deployment.messaging;

import dev.burnish.contracts.Failure;
import dev.burnish.contracts.JobFailed;
import dev.burnish.contracts.ModelDeployed;
import dev.burnish.deployment.domain.DeploymentEvents;
import dev.burnish.deployment.domain.ServedModel;
import dev.burnish.kit.outbox.Outbox;
import jakarta.inject.Singleton;

/** Publishes {@code model.deployed} and {@code job.failed}. */
@Singleton
public class OutboxDeploymentEvents implements DeploymentEvents {
    private static final String STAGE = "deployment";

    private final Outbox outbox;

    public OutboxDeploymentEvents(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public void deployed(ServedModel.Tuned model) {
        outbox.publish(model.tenant(), new ModelDeployed(model.job(), model.name(), model.baseModel()));
    }

    @Override
    public void deployed(ServedModel.Hosted model) {
        outbox.publish(model.tenant(), new ModelDeployed(model.job(), model.name(), model.baseModel()));
    }

    @Override
    public void failed(String tenant, String job, Failure failure) {
        outbox.publish(tenant, new JobFailed(job, STAGE, failure));
    }
}
