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
import dev.burnish.evaluation.config.EvaluationSettings;
import dev.burnish.evaluation.domain.Comparison;
import dev.burnish.evaluation.domain.DeviceStoppedException;
import dev.burnish.evaluation.domain.Evaluation;
import dev.burnish.evaluation.domain.EvaluationEvents;
import dev.burnish.evaluation.domain.EvaluationFailedException;
import dev.burnish.evaluation.domain.EvaluationFailedException.Reason;
import dev.burnish.evaluation.domain.Evaluations;
import dev.burnish.evaluation.domain.ModelPair;
import dev.burnish.evaluation.domain.ModelPairs;
import dev.burnish.kit.storage.ArtifactCorruptException;
import dev.burnish.kit.storage.ArtifactMissingException;
import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.kit.storage.StorageException;
import dev.burnish.kit.work.AttemptDirectory;
import dev.burnish.kit.work.Claim;
import dev.burnish.kit.work.Completion;
import dev.burnish.kit.work.Lease;
import dev.burnish.kit.work.LeaseLostException;
import dev.burnish.kit.work.WorkFailedException;
import dev.burnish.kit.work.WorkHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Compares the tuned model of one claimed evaluation with its base. The report lies under the attempt's fence, so that a worker that lost
 * its claim can overwrite nothing.
 */
@ApplicationScoped
public class EvaluateModel implements WorkHandler {
    private static final Duration STOP_POLL = Duration.ofMillis(20);
    private static final String STAGE = "evaluation";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectStore storage;
    private final ModelPairs pairs;
    private final Evaluations evaluations;
    private final EvaluationEvents events;
    private final EvaluationSettings settings;

    public EvaluateModel(
            ObjectStore storage,
            ModelPairs pairs,
            Evaluations evaluations,
            EvaluationEvents events,
            EvaluationSettings settings) {
        this.storage = storage;
        this.pairs = pairs;
        this.evaluations = evaluations;
        this.events = events;
        this.settings = settings;
    }

    @Override
    public Completion perform(Claim claim, Lease lease) throws Exception {
        JobTrained trained = trained(claim);
        Comparison comparison;
        try (AttemptDirectory directory = AttemptDirectory.create("evaluation", claim.id(), claim.fence())) {
            comparison = compare(trained, directory, lease);
        } catch (EvaluationFailedException e) {
            throw new WorkFailedException(e.failure());
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
                trained.checkpoints());
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

    private Comparison compare(JobTrained trained, AttemptDirectory directory, Lease lease) throws Exception {
        Path adapter = Files.createDirectory(directory.resolve("adapter"));
        fetch(List.of(trained.adapter().config()), adapter.resolve("adapter_config.json"));
        fetch(List.of(trained.adapter().weights()), adapter.resolve("adapter_model.safetensors"));
        Path validationSet = directory.resolve("validation.jsonl");
        fetch(trained.validationShards(), validationSet);
        try (ModelPair pair = pairs.open(trained.job(), adapter, validationSet)) {
            return new ModelComparison(pair, settings.maxAnswers(), lease).run();
        }
    }

    private Artifact store(EvaluationReport report, FineTuningJob job, long fence)
            throws StorageException, JsonProcessingException {
        String key = "tenants/" + job.tenant() + "/jobs/" + job.id() + "/attempts/" + fence + "/evaluation.json";
        byte[] json = JSON.writeValueAsString(report).getBytes(StandardCharsets.UTF_8);
        return storage.put(key, new ByteArrayInputStream(json), "application/json");
    }

    private void fetch(List<Artifact> parts, Path file) throws EvaluationFailedException, StorageException {
        try {
            storage.download(parts, file);
        } catch (ArtifactMissingException e) {
            throw new EvaluationFailedException(
                    Reason.ARTIFACT_MISSING, e.key() + " is no longer in storage. Create the job again.", e);
        } catch (ArtifactCorruptException e) {
            throw new EvaluationFailedException(
                    Reason.ARTIFACT_CORRUPT,
                    e.key() + " is not what was stored (its size or SHA-256 differs). Create the job again.",
                    e);
        }
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
