package dev.burnish.training.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.JobCancelRequested;
import dev.burnish.contracts.JobTrained;
import dev.burnish.contracts.Lora;
import dev.burnish.contracts.Topics;
import dev.burnish.contracts.TrainingPlan;
import dev.burnish.kit.Ids;
import dev.burnish.kit.models.BaseModels;
import dev.burnish.kit.models.ModelBackends;
import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.kit.testing.RealParts;
import dev.burnish.kit.testing.ScriptedProvider;
import dev.burnish.kit.testing.TestTopics;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service with its database, and a provider. */
@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "training"))
@WithTestResource(SmallModels.class)
class HostedModelServiceTest {
    private static final String BASE = "hosted-big";
    private static final String JOBS = "/v1/fine_tuning/jobs";
    private static final String NOTHING = "{\"object\": \"list\", \"data\": [], \"has_more\": false}";

    private final TestTopics topics = new TestTopics();
    private final ScriptedProvider provider;

    @Inject
    ObjectStore storage;

    @Inject
    BaseModels models;

    HostedModelServiceTest() throws IOException {
        provider = new ScriptedProvider();
    }

    @BeforeEach
    void describe() throws IOException {
        Path folder = Files.createDirectories(models.directory().resolve(BASE));
        Files.writeString(
                folder.resolve(ModelBackends.FILE),
                "{\"type\": \"openai-compatible\", \"base_url\": \"%s\", \"model\": \"big-1\"}"
                        .formatted(provider.baseUrl()));
        provider.answers("GET " + JOBS, 200, NOTHING)
                .answers(
                        "POST /v1/files",
                        200,
                        "{\"id\": \"file-1\", \"object\": \"file\", \"bytes\": 1, \"created_at\": 1, \"filename\": \"f\", \"purpose\": \"fine-tune\", \"status\": \"processed\"}")
                .answers("GET " + JOBS + "/theirs/events", 200, NOTHING);
    }

    @AfterEach
    void close() throws IOException {
        Files.delete(models.directory().resolve(BASE).resolve(ModelBackends.FILE));
        Files.delete(models.directory().resolve(BASE));
        provider.close();
        topics.close();
    }

    @Test
    void publishesTheModelThatAProviderHasTrained() throws Exception {
        provider.answers("POST " + JOBS, 200, job("queued")).answers("GET " + JOBS + "/theirs", 200, job("succeeded"));

        String job = submit();

        JobTrained trained = (JobTrained) topics.await(Topics.JOB_TRAINED, job).event();
        assertThat(trained.hostedModel()).isEqualTo("ft:big-1:theirs");
        assertThat(trained.trainedTokens()).isEqualTo(99);
    }

    @Test
    void cancelsAtTheProviderThoughNoWorkerHasTheRun() throws Exception {
        provider.answers("POST " + JOBS, 200, job("queued"))
                .answers("GET " + JOBS + "/theirs", 200, job("running"))
                .answers("POST " + JOBS + "/theirs/cancel", 200, job("cancelled"));
        String job = submit();
        topics.await(Topics.JOB_PROGRESSED, job);

        topics.publish(new Envelope(
                Ids.create("event-"), "/burnish/ingestion", Instant.now(), "acme", 2, new JobCancelRequested(job)));

        topics.await(Topics.JOB_CANCELLED, job);
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        !provider.requests("POST " + JOBS + "/theirs/cancel").isEmpty());
    }

    private String submit() throws IOException {
        DatasetFormatted dataset =
                new TrainingJobs(storage).dataset(BASE, 42, new TrainingPlan(1, 4, 1), new Lora(4, 8, 0));
        topics.publish(TrainingJobs.envelope(dataset, 1));
        return dataset.job().id();
    }

    private static String job(String status) {
        return """
                {"id": "theirs", "object": "fine_tuning.job", "created_at": 1000, "finished_at": 1060, "model": "big-1",
                 "fine_tuned_model": "ft:big-1:theirs", "organization_id": "org", "result_files": [], "seed": 42,
                 "status": "%s", "trained_tokens": 99, "training_file": "file-1", "validation_file": "file-1",
                 "error": null, "hyperparameters": {}, "metadata": {}}""".formatted(status);
    }
}
