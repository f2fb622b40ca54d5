package dev.burnish.deployment.app;

import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.Envelope;
import dev.burnish.kit.work.WorkQueue;
import jakarta.inject.Singleton;

/** Takes note of an evaluated job, in the listener's transaction; {@link DeployModel} does the rest. */
@Singleton
public class EnqueueDeployment {
    private final WorkQueue work;

    public EnqueueDeployment(WorkQueue work) {
        this.work = work;
    }

    /** @param evaluated a {@code job.evaluated} event, which becomes the payload of the work as it is */
    public void enqueue(Envelope evaluated) {
        work.enqueue(evaluated.event().subject(), evaluated.tenant(), CloudEvents.write(evaluated));
    }
}
