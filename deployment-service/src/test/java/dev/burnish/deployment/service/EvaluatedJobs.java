package dev.burnish.deployment.service;

import dev.burnish.contracts.AdapterFiles;
import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.Hyperparameters;
import dev.burnish.contracts.JobEvaluated;
import dev.burnish.contracts.Lora;
import dev.burnish.contracts.Scores;
import dev.burnish.contracts.Topics;
import dev.burnish.kit.Ids;
import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.kit.storage.StorageException;
import dev.burnish.kit.testing.TestTopics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Evaluated jobs as the stages before deployment leave them: an adapter in object storage and an event. */
final class EvaluatedJobs implements AutoCloseable {
    private final ObjectStore store;
    private final TestTopics topics = new TestTopics();

    EvaluatedJobs(ObjectStore store) {
        this.store = store;
    }

    /** The adapter of {@link ChainModel#writeAdapter} in object storage. One that no test used before has a strength of its own: what was fetched once stays on the disk. */
    AdapterFiles adapter(int start, float strength) throws IOException {
        Path folder = Files.createTempDirectory(Path.of("target"), "adapter-");
        ChainModel.writeAdapter(folder, start, strength);
        return stored(folder);
    }

    /** An adapter's folder in object storage. */
    AdapterFiles stored(Path folder) throws StorageException {
        String prefix = "tenants/acme/jobs/%s/attempts/1/adapter/".formatted(Ids.create("ftjob-"));
        return new AdapterFiles(
                put(prefix, folder.resolve("adapter_config.json"), "application/json"),
                put(prefix, folder.resolve("adapter_model.safetensors"), "application/octet-stream"));
    }

    private Artifact put(String prefix, Path file, String contentType) throws StorageException {
        return store.put(prefix + file.getFileName(), file, contentType);
    }

    static Envelope evaluated(String tenant, String baseModel, AdapterFiles adapter) {
        String id = Ids.create("ftjob-");
        FineTuningJob job = new FineTuningJob(
                id,
                tenant,
                baseModel,
                "ft:%s:%s:test:%s".formatted(baseModel, tenant, id.substring(id.length() - 8)),
                42,
                new Hyperparameters(3, null, null),
                new Lora(2, 2, 0));
        Scores scores = new Scores(1, Math.E, 0);
        JobEvaluated evaluated = new JobEvaluated(job, adapter, 10, scores, scores, adapter.config());
        return new Envelope(Ids.create(""), "/burnish/evaluation", Instant.now(), tenant, 1, evaluated);
    }

    static FineTuningJob job(Envelope envelope) {
        return ((JobEvaluated) envelope.event()).job();
    }

    TestTopics topics() {
        return topics;
    }

    /**
     * Deploys the adapter and waits for it.
     *
     * @return the model's name
     */
    String deploy(String tenant, AdapterFiles adapter) {
        return deploy(tenant, ChainModel.NAME, adapter);
    }

    /** The same for an adapter of another base model. */
    String deploy(String tenant, String baseModel, AdapterFiles adapter) {
        Envelope evaluated = evaluated(tenant, baseModel, adapter);
        topics.publish(evaluated);
        topics.await(Topics.MODEL_DEPLOYED, job(evaluated).id());
        return job(evaluated).fineTunedModel();
    }

    @Override
    public void close() {
        topics.close();
    }
}
