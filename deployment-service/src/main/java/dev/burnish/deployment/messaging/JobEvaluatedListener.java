package dev.burnish.deployment.messaging;

import dev.burnish.contracts.JobEvaluated;
import dev.burnish.contracts.MalformedEventException;
import dev.burnish.contracts.Topics;
import dev.burnish.deployment.app.EnqueueDeployment;
import dev.burnish.kit.inbox.EventReceiver;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Follows evaluated jobs. */
@ApplicationScoped
public class JobEvaluatedListener {
    private final EventReceiver receiver;
    private final EnqueueDeployment enqueueDeployment;

    public JobEvaluatedListener(EventReceiver receiver, EnqueueDeployment enqueueDeployment) {
        this.receiver = receiver;
        this.enqueueDeployment = enqueueDeployment;
    }

    @Incoming(Topics.JOB_EVALUATED)
    @Blocking
    public void on(String record) throws MalformedEventException {
        receiver.receive(record, envelope -> {
            if (envelope.event() instanceof JobEvaluated evaluated
                    && evaluated.job().tenant().equals(envelope.tenant())) {
                enqueueDeployment.enqueue(envelope);
            } else {
                throw new IllegalArgumentException("%s must carry a JobEvaluated whose job is of the envelope's tenant"
                        .formatted(Topics.JOB_EVALUATED));
            }
        });
    }
}
