package dev.burnish.training.app;

import dev.burnish.contracts.AdapterFiles;
import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.Failure;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.JobFailed;
import dev.burnish.contracts.JobProgressed;
import dev.burnish.contracts.JobTrained;
import dev.burnish.contracts.MalformedEventException;
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
import dev.burnish.training.domain.DeviceStoppedException;
import dev.burnish.training.domain.RunEvents;
import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.RunFailedException.Reason;
import dev.burnish.training.domain.TrainingRuns;
import dev.burnish.training.domain.TrainingSession;
import dev.burnish.training.domain.TrainingSessions;
import dev.burnish.training.domain.TrainingTask;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Trains the adapter of one claimed run. Everything it stores lies under the attempt's fence; what it tells goes through the lease, so that
 * a worker that lost its claim can neither overwrite nor tell anything. An attempt begins at step 0; with the same seed it ends in the same
 * adapter.
 */
@ApplicationScoped
public class TrainModel implements WorkHandler {
    private static final Duration STOP_POLL = Duration.ofMillis(20);
    private static final String STAGE = "training";
    private static final String ADAPTER_CONFIG = "adapter_config.json";
    private static final String ADAPTER_WEIGHTS = "adapter_model.safetensors";

    private final ObjectStore storage;
    private final TrainingSessions sessions;
    private final TrainingRuns runs;
    private final RunEvents events;

    public TrainModel(ObjectStore storage, TrainingSessions sessions, TrainingRuns runs, RunEvents events) {
        this.storage = storage;
        this.sessions = sessions;
        this.runs = runs;
        this.events = events;
    }

    @Override
    public Completion perform(Claim claim, Lease lease) throws Exception {
        DatasetFormatted dataset = dataset(claim);
        try (AttemptDirectory directory = AttemptDirectory.create("training", claim.id(), claim.fence())) {
            TrainingTask task = new TrainingTask(
                    dataset.job(),
                    dataset.plan(),
                    fetch(dataset.trainingSet(), directory.resolve("train.jsonl")),
                    fetch(dataset.validationSet(), directory.resolve("validation.jsonl")));
            try (TrainingSession session = sessions.open(task)) {
                JobTrained trained = train(session, dataset, claim, lease, directory);
                int steps = session.totalSteps();
                return () -> complete(trained, steps);
            }
        } catch (RunFailedException e) {
            throw new WorkFailedException(e.failure());
        } catch (DeviceStoppedException e) {
            throw whenLost(lease);
        }
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
        runs.find(claim.id()).ifPresent(run -> {
            runs.update(run.failed(failure));
            events.publish(run.tenant(), new JobFailed(claim.id(), STAGE, failure));
        });
    }

    private JobTrained train(
            TrainingSession session, DatasetFormatted dataset, Claim claim, Lease lease, AttemptDirectory directory)
            throws Exception {
        FineTuningJob job = dataset.job();
        TrainingLoop loop = new TrainingLoop(session, dataset, lease, progressed -> tell(job, progressed));
        loop.run();
        double seconds = loop.seconds();

        Path adapter = Files.createDirectory(directory.resolve("adapter"));
        session.save(adapter);
        String prefix = "tenants/" + job.tenant() + "/jobs/" + job.id() + "/attempts/" + claim.fence() + "/";
        byte[] metrics = loop.metrics().getBytes(StandardCharsets.UTF_8);
        AdapterFiles files = new AdapterFiles(
                storage.put(prefix + "adapter/" + ADAPTER_CONFIG, adapter.resolve(ADAPTER_CONFIG), "application/json"),
                storage.put(
                        prefix + "adapter/" + ADAPTER_WEIGHTS,
                        adapter.resolve(ADAPTER_WEIGHTS),
                        "application/octet-stream"));
        Artifact csv = storage.put(prefix + "metrics.csv", new ByteArrayInputStream(metrics), "text/csv");
        return new JobTrained(job, files, dataset.validationSet(), csv, loop.tokens(), seconds);
    }

    private void tell(FineTuningJob job, JobProgressed progressed) {
        runs.update(runs.find(job.id()).orElseThrow().reached(progressed.step(), progressed.totalSteps()));
        events.publish(job.tenant(), progressed);
    }

    private void complete(JobTrained trained, int steps) {
        FineTuningJob job = trained.job();
        runs.update(runs.find(job.id()).orElseThrow().trained(steps));
        events.publish(job.tenant(), trained);
    }

    private Path fetch(Artifact artifact, Path file) throws RunFailedException, StorageException {
        try {
            storage.download(artifact, file);
            return file;
        } catch (ArtifactMissingException e) {
            throw new RunFailedException(
                    Reason.ARTIFACT_MISSING,
                    "The data set " + artifact.key() + " is no longer in storage. Create the job again from its file.",
                    e);
        } catch (ArtifactCorruptException e) {
            throw new RunFailedException(
                    Reason.ARTIFACT_CORRUPT,
                    "The data set " + artifact.key() + " is not what was stored (its size or SHA-256 differs)."
                            + " Create the job again from its file.",
                    e);
        }
    }

    private static DatasetFormatted dataset(Claim claim) throws IOException {
        try {
            return (DatasetFormatted)
                    CloudEvents.read(claim.payload()).orElseThrow().event();
        } catch (MalformedEventException e) {
            throw new IOException("the payload of " + claim.id() + " is not the event that was queued", e);
        }
    }
}
