package dev.burnish.evaluation.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.Failure;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.JobEvaluated;
import dev.burnish.contracts.JobFailed;
import dev.burnish.contracts.JobTrained;
import dev.burnish.contracts.MalformedEventException;
import dev.burnish.evaluation.domain.Comparison;
import dev.burnish.evaluation.domain.DeviceStoppedException;
import dev.burnish.evaluation.domain.Evaluation;
import dev.burnish.evaluation.domain.EvaluationEvents;
import dev.burnish.evaluation.domain.EvaluationFailedException;
import dev.burnish.evaluation.domain.Evaluations;
import dev.burnish.evaluation.domain.ProviderUnavailableException;
import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.kit.storage.StorageException;
import dev.burnish.kit.work.AttemptDirectory;
import dev.burnish.kit.work.Claim;
import dev.burnish.kit.work.Completion;
import dev.burnish.kit.work.Lease;
import dev.burnish.kit.work.LeaseLostException;
import dev.burnish.kit.work.WorkFailedException;
import dev.burnish.kit.work.WorkHandler;
import dev.burnish.kit.work.WorkWaitsException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Compares the tuned model of one claimed evaluation with its base. The report lies under the attempt's fence, so that a worker that lost
 * its claim can overwrite nothing.
 */
@ApplicationScoped
public class EvaluateModel implements WorkHandler {
    private static final Duration STOP_POLL = Duration.ofMillis(20);
    private static final Duration PROVIDER_PAUSE = Duration.ofSeconds(30);
    private static final String STAGE = "evaluation";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectStore storage;
    private final CompareModels compareModels;
    private final Evaluations evaluations;
    private final EvaluationEvents events;

    public EvaluateModel(
            ObjectStore storage, CompareModels compareModels, Evaluations evaluations, EvaluationEvents events) {
        this.storage = storage;
        this.compareModels = compareModels;
        this.evaluations = evaluations;
        this.events = events;
    }

    @Override
    public Completion perform(Claim claim, Lease lease) throws Exception {
        JobTrained trained = trained(claim);
        Comparison comparison;
        try (AttemptDirectory directory = AttemptDirectory.create("evaluation", claim.id(), claim.fence())) {
            comparison = compareModels.compare(trained, directory, lease);
        } catch (EvaluationFailedException e) {
            throw new WorkFailedException(e.failure());
        } catch (ProviderUnavailableException e) {
            throw new WorkWaitsException(PROVIDER_PAUSE, String.valueOf(e.getMessage()));
        } catch (DeviceStoppedException e) {
            throw whenLost(lease);
        }
        Evaluation evaluation = evaluations.find(claim.id()).orElseThrow().evaluated(comparison);
        Artifact report = store(EvaluationReport.of(evaluation, comparison), trained.job(), claim.fence());
        JobEvaluated evaluated = new JobEvaluated(
                trained.job(),
                trained.adapter(),
                comparison.examples(),
                comparison.base(),
                comparison.tuned(),
                report,
                trained.checkpoints(),
                trained.hostedModel());
        return () -> {
            evaluations.update(evaluation);
            events.publish(evaluation.tenant(), evaluated);
        };
    }

    /** The device learns that the process ends before the lease does; an attempt that waits for the lease is given back, not counted as failed. */
    private static LeaseLostException whenLost(Lease lease) throws InterruptedException {
        while (true) {
            try {
                lease.check();
                Thread.sleep(STOP_POLL);
            } catch (LeaseLostException e) {
                return e;
            }
        }
    }

    @Override
    public void failed(Claim claim, Failure failure) {
        evaluations.find(claim.id()).ifPresent(evaluation -> {
            evaluations.update(evaluation.failed(failure));
            events.publish(evaluation.tenant(), new JobFailed(claim.id(), STAGE, failure));
        });
    }

    private Artifact store(EvaluationReport report, FineTuningJob job, long fence)
            throws StorageException, JsonProcessingException {
        String key = "tenants/" + job.tenant() + "/jobs/" + job.id() + "/attempts/" + fence + "/evaluation.json";
        byte[] json = JSON.writeValueAsString(report).getBytes(StandardCharsets.UTF_8);
        return storage.put(key, new ByteArrayInputStream(json), "application/json");
    }

    private static JobTrained trained(Claim claim) throws IOException {
        try {
            Envelope envelope = CloudEvents.read(claim.payload()).orElseThrow();
            return (JobTrained) envelope.event();
        } catch (MalformedEventException e) {
            throw new IOException("the payload of " + claim.id() + " is not the event that was queued", e);
        }
    }
}
