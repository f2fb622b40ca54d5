package dev.burnish.training.app;

import dev.burnish.contracts.AdapterFiles;
import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.kit.storage.ArtifactCorruptException;
import dev.burnish.kit.storage.ArtifactMissingException;
import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.kit.storage.StorageException;
import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.RunFailedException.Reason;
import dev.burnish.training.domain.TrainingSession;
import dev.burnish.training.domain.TrainingTask;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What runs read from object storage and write to it. All that an attempt writes lies under its fence, so that two workers never write the same object. */
@ApplicationScoped
public class RunArtifacts {
    private static final String ADAPTER_CONFIG = "adapter_config.json";
    private static final String ADAPTER_WEIGHTS = "adapter_model.safetensors";
    private static final String JSON = "application/json";
    private static final String BINARY = "application/octet-stream";

    private final ObjectStore storage;

    public RunArtifacts(ObjectStore storage) {
        this.storage = storage;
    }

    /** Where an attempt's objects lie; ends in a slash. */
    static String prefix(FineTuningJob job, long fence) {
        return "tenants/" + job.tenant() + "/jobs/" + job.id() + "/attempts/" + fence + "/";
    }

    /**
     * Brings the run's data set into the attempt's directory.
     *
     * @throws RunFailedException if it is not there, or not what was stored
     */
    public TrainingTask fetchTask(Attempt attempt) throws RunFailedException, StorageException {
        DatasetFormatted dataset = attempt.dataset();
        return new TrainingTask(
                dataset.job(),
                dataset.plan(),
                fetchDataset(dataset.trainingShards(), attempt.directory().resolve("train.jsonl")),
                fetchDataset(dataset.validationShards(), attempt.directory().resolve("validation.jsonl")));
    }

    private Path fetchDataset(List<Artifact> shards, Path file) throws RunFailedException, StorageException {
        try {
            storage.download(shards, file);
            return file;
        } catch (ArtifactMissingException e) {
            throw new RunFailedException(
                    Reason.ARTIFACT_MISSING,
                    "The data set " + e.key() + " is no longer in storage. Create the job again from its file.",
                    e);
        } catch (ArtifactCorruptException e) {
            throw new RunFailedException(
                    Reason.ARTIFACT_CORRUPT,
                    "The data set " + e.key() + " is not what was stored (its size or SHA-256 differs)."
                            + " Create the job again from its file.",
                    e);
        }
    }

    /**
     * @param place under which its two files lie; ends in a slash
     * @param directory on local disk, created for this
     */
    AdapterFiles storeAdapter(TrainingSession session, String place, Path directory)
            throws RunFailedException, IOException {
        session.save(Files.createDirectory(directory));
        return new AdapterFiles(
                storage.put(place + ADAPTER_CONFIG, directory.resolve(ADAPTER_CONFIG), JSON),
                storage.put(place + ADAPTER_WEIGHTS, directory.resolve(ADAPTER_WEIGHTS), BINARY));
    }

    Artifact storeState(TrainingSession session, String key, Path file) throws RunFailedException, IOException {
        session.saveState(file);
        Artifact artifact = storage.put(key, file, BINARY);
        Files.delete(file);
        return artifact;
    }

    Artifact storeMetrics(String csv, String key) throws StorageException {
        return storage.put(key, new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), "text/csv");
    }

    /** @throws StorageException {@link ArtifactMissingException} or {@link ArtifactCorruptException} if it can never be had */
    void fetch(Artifact artifact, Path file) throws StorageException {
        storage.download(artifact, file);
    }

    String text(Artifact artifact) throws IOException {
        try (InputStream content = storage.open(artifact)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
