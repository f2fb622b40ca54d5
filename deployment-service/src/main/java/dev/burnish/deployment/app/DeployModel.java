package dev.burnish.deployment.app;

import dev.burnish.contracts.AdapterFiles;
import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.Failure;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.JobEvaluated;
import dev.burnish.contracts.MalformedEventException;
import dev.burnish.deployment.domain.DeploymentEvents;
import dev.burnish.deployment.domain.HostedModels;
import dev.burnish.deployment.domain.QueueFullException;
import dev.burnish.deployment.domain.ServedModel;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.deployment.domain.TunedModels;
import dev.burnish.kit.work.Claim;
import dev.burnish.kit.work.Completion;
import dev.burnish.kit.work.Lease;
import dev.burnish.kit.work.LeaseLostException;
import dev.burnish.kit.work.WorkFailedException;
import dev.burnish.kit.work.WorkHandler;
import dev.burnish.kit.work.WorkWaitsException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Makes an evaluated adapter, and those of the job's checkpoints, models that answer requests: the adapter has to answer a probe first, then rows and event appear together.
 */
@Singleton
public class DeployModel implements WorkHandler {
    private static final Duration PROVIDER_PAUSE = Duration.ofSeconds(30);

    private final ProbeModel probe;
    private final TunedModels models;
    private final DeploymentEvents events;
    private final ProbeHostedModel probeHosted;
    private final HostedModels hostedModels;

    public DeployModel(
            ProbeModel probe,
            TunedModels models,
            DeploymentEvents events,
            ProbeHostedModel probeHosted,
            HostedModels hostedModels) {
        this.probe = probe;
        this.models = models;
        this.events = events;
        this.probeHosted = probeHosted;
        this.hostedModels = hostedModels;
    }

    @Override
    public Completion perform(Claim claim, Lease lease)
            throws WorkFailedException, WorkWaitsException, LeaseLostException, ServingException, InterruptedException {
        JobEvaluated evaluated = evaluated(claim);
        AdapterFiles adapter = evaluated.adapter();
        String hostedModel = evaluated.hostedModel();
        if (adapter != null) {
            return deploy(evaluated, adapter, lease);
        }
        if (hostedModel != null) {
            return deploy(evaluated.job(), hostedModel);
        }
        throw new IllegalStateException("a tuned model is an adapter or a hosted model");
    }

    private Completion deploy(JobEvaluated evaluated, AdapterFiles adapter, Lease lease)
            throws WorkFailedException, LeaseLostException, ServingException, InterruptedException {
        ServedModel.Tuned model = model(evaluated.job(), evaluated.job().fineTunedModel(), adapter);
        List<ServedModel.Tuned> checkpoints = evaluated.checkpoints().stream()
                .map(checkpoint -> model(
                        evaluated.job(), checkpoint.model(evaluated.job().fineTunedModel()), checkpoint.adapter()))
                .toList();
        try {
            probe(model, lease);
        } catch (ServingException e) {
            if (e.reason().permanent()) {
                throw new WorkFailedException(new Failure(e.reason().code(), e.getMessage(), null), e);
            }
            throw e;
        }
        return () -> {
            models.add(model);
            checkpoints.forEach(models::add);
            events.deployed(model);
        };
    }

    private Completion deploy(FineTuningJob job, String hostedModel)
            throws WorkFailedException, WorkWaitsException, InterruptedException {
        ServedModel.Hosted model = new ServedModel.Hosted(
                job.fineTunedModel(), job.tenant(), job.baseModel(), job.id(), hostedModel, now());
        try {
            probeHosted.probe(model);
        } catch (ServingException e) {
            if (e.reason().permanent()) {
                throw new WorkFailedException(new Failure(e.reason().code(), e.getMessage(), null), e);
            }
            throw new WorkWaitsException(PROVIDER_PAUSE, e.getMessage());
        }
        return () -> {
            hostedModels.add(model);
            events.deployed(model);
        };
    }

    @Override
    public void failed(Claim claim, Failure failure) {
        FineTuningJob job = evaluated(claim).job();
        events.failed(job.tenant(), job.id(), failure);
    }

    /** A deployment never fails because users keep the queue full: it waits for its place. */
    private void probe(ServedModel.Tuned model, Lease lease)
            throws ServingException, LeaseLostException, InterruptedException {
        while (true) {
            lease.check();
            try {
                probe.probe(model.tenant(), model);
                return;
            } catch (QueueFullException e) {
                Thread.sleep(e.retryAfter());
            }
        }
    }

    private static ServedModel.Tuned model(FineTuningJob job, String name, AdapterFiles adapter) {
        return new ServedModel.Tuned(name, job.tenant(), job.baseModel(), job.id(), adapter, now());
    }

    /** Microseconds are what a row keeps. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    private static JobEvaluated evaluated(Claim claim) {
        try {
            return CloudEvents.read(claim.payload())
                    .map(Envelope::event)
                    .filter(JobEvaluated.class::isInstance)
                    .map(JobEvaluated.class::cast)
                    .orElseThrow(() -> new IllegalStateException("work " + claim.id() + " is no evaluated job"));
        } catch (MalformedEventException e) {
            throw new IllegalStateException("the payload of work " + claim.id() + " cannot be read", e);
        }
    }
}
