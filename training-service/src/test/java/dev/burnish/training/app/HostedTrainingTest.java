package dev.burnish.training.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.contracts.JobProgressed;
import dev.burnish.contracts.JobTrained;
import dev.burnish.kit.models.BaseModels;
import dev.burnish.kit.models.ModelBackend;
import dev.burnish.kit.models.ModelBackends;
import dev.burnish.kit.testing.ScriptedLease;
import dev.burnish.kit.testing.ScriptedProvider;
import dev.burnish.kit.work.WorkFailedException;
import dev.burnish.kit.work.WorkWaitsException;
import dev.burnish.training.domain.TrainingRun;
import dev.burnish.training.hosted.OpenAiTrainer;
import dev.burnish.training.hosted.ProviderClients;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on the base model "tiny" that a provider trains, over HTTP. */
class HostedTrainingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "sk-very-secret";
    private static final String THEIRS = "ftjob-theirs";
    private static final String JOBS = "/v1/fine_tuning/jobs";
    private static final String NOTHING = "{\"object\": \"list\", \"data\": [], \"has_more\": false}";

    @TempDir
    Path models;

    private final Run run = Run.of(2);
    private final InMemoryRemoteJobs jobs = new InMemoryRemoteJobs(run.runs);
    private final ScriptedLease lease = new ScriptedLease();
    private ScriptedProvider provider = unstarted();
    private long fence;

    private static ScriptedProvider unstarted() {
        try {
            return new ScriptedProvider();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void describe() throws Exception {
        Files.writeString(Files.createDirectory(models.resolve("tiny")).resolve(ModelBackends.FILE), """
                {"type": "openai-compatible", "base_url": "%s", "model": "big-1", "api_key_variable": "BIG_KEY"}""".formatted(
                        provider.baseUrl()));
        provider.answers("GET " + JOBS, 200, NOTHING)
                .answers("POST /v1/files", 200, file())
                .answers("POST " + JOBS, 200, job("queued"))
                .answers("GET " + JOBS + "/" + THEIRS, 200, job("queued"))
                .answers("GET " + JOBS + "/" + THEIRS + "/events", 200, NOTHING);
    }

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void asksTheProviderForAJobLikeOursAndLeavesItsWorker() throws Exception {
        assertThatThrownBy(this::attempt).isInstanceOf(WorkWaitsException.class);

        assertThat(provider.requests("POST /v1/files"))
                .extracting(ScriptedProvider.Request::body)
                .hasSize(2)
                .anySatisfy(body -> assertThat(body).contains("training examples", "fine-tune"))
                .anySatisfy(body -> assertThat(body).contains("validation examples"));
        JsonNode asked =
                JSON.readTree(provider.requests("POST " + JOBS).getFirst().body());
        assertThat(asked.path("model").asText()).isEqualTo("big-1");
        assertThat(asked.path("seed").asLong()).isEqualTo(42);
        assertThat(asked.path("metadata").path("burnish_job").asText()).isEqualTo(run.job());
        assertThat(asked.path("training_file").asText()).isEqualTo("file-1");
        JsonNode hyperparameters = asked.path("method").path("supervised").path("hyperparameters");
        assertThat(hyperparameters.path("n_epochs").asInt()).isEqualTo(2);
        assertThat(hyperparameters.path("learning_rate_multiplier").asText()).isEqualTo("auto");
        assertThat(provider.requests())
                .extracting(ScriptedProvider.Request::authorization)
                .containsOnly("Bearer " + KEY);
        assertThat(jobs.find(run.job()).orElseThrow().reference()).hasValue(THEIRS);

        assertThatThrownBy(this::attempt).isInstanceOf(WorkWaitsException.class);
        assertThat(run.events.of(JobProgressed.class))
                .extracting(JobProgressed::step)
                .containsExactly(0);
    }

    @Test
    void tellsHowFarTheProviderHasCome() throws Exception {
        provider.answers("GET " + JOBS + "/" + THEIRS, 200, job("running"))
                .answers(
                        "GET " + JOBS + "/" + THEIRS + "/events",
                        200,
                        events(event(3, 0.25, null), event(2, 0.5, 0.75), event(1, 1.5, null)));

        assertThatThrownBy(this::attempt).isInstanceOf(WorkWaitsException.class);
        assertThatThrownBy(this::attempt).isInstanceOf(WorkWaitsException.class);

        assertThat(run.events.of(JobProgressed.class))
                .extracting(JobProgressed::step, JobProgressed::totalSteps, JobProgressed::trainLoss)
                .containsExactly(tuple(0, 4, 0.0), tuple(2, 4, 0.5), tuple(3, 4, 0.25));
        assertThat(provider.requests("POST " + JOBS)).hasSize(1);
    }

    @Test
    void endsWithTheProvidersModelAndTakesTheExamplesBack() throws Exception {
        provider.answers("GET " + JOBS + "/" + THEIRS, 200, job("succeeded"))
                .answers(
                        "GET " + JOBS + "/" + THEIRS + "/events", 200, events(event(2, 0.5, 0.75), event(1, 1.5, null)))
                .answers(
                        "DELETE /v1/files/file-1",
                        200,
                        "{\"id\": \"file-1\", \"object\": \"file\", \"deleted\": true}");

        model().perform(run.claim(++fence), lease).commit();

        JobTrained trained = run.events.of(JobTrained.class).getFirst();
        assertThat(trained.adapter()).isNull();
        assertThat(trained.hostedModel()).isEqualTo("ft:big-1:theirs");
        assertThat(trained.trainedTokens()).isEqualTo(1234);
        assertThat(trained.seconds()).isEqualTo(60);
        assertThat(run.text(trained.metrics()).lines())
                .containsExactly(
                        "step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy",
                        "1,1.500000,0.500000,,",
                        "2,0.500000,0.500000,0.750000,");
        assertThat(provider.requests("DELETE /v1/files/file-1")).hasSize(2);
    }

    @Test
    void findsTheJobAgainThatALostWorkerHasBegun() throws Exception {
        provider.answers(
                "GET " + JOBS,
                200,
                "{\"object\": \"list\", \"data\": [%s], \"has_more\": false}".formatted(job("queued")));

        assertThatThrownBy(this::attempt).isInstanceOf(WorkWaitsException.class);

        assertThat(provider.requests("POST " + JOBS)).isEmpty();
        assertThat(jobs.find(run.job()).orElseThrow().reference()).hasValue(THEIRS);
    }

    @Test
    void aKeyThatIsNotAcceptedIsTheOperatorsAffairAndStaysSecret() {
        provider.answers("GET " + JOBS, 401, "{\"error\": {\"message\": \"wrong key " + KEY + "\"}}");

        assertThatThrownBy(this::attempt)
                .isInstanceOf(WorkFailedException.class)
                .hasMessageContaining("backend_refused")
                .hasMessageNotContaining(KEY);
    }

    @Test
    void whatTheProviderRefusesIsToldInItsWords() {
        provider.answers(
                "POST " + JOBS,
                400,
                "{\"error\": {\"message\": \"needs 10 examples\", \"code\": \"invalid_n_examples\"}}");

        assertThatThrownBy(this::attempt)
                .isInstanceOf(WorkFailedException.class)
                .hasMessageContaining("backend_rejected")
                .hasMessageContaining("needs 10 examples");
    }

    @Test
    void aFailedTrainingIsToldWithItsReason() {
        provider.answers(
                "GET " + JOBS + "/" + THEIRS,
                200,
                job("failed")
                        .replace("\"error\": null", "\"error\": {\"code\": \"x\", \"message\": \"no more GPUs\"}"));

        assertThatThrownBy(this::attempt)
                .isInstanceOf(WorkFailedException.class)
                .hasMessageContaining("backend_failed")
                .hasMessageContaining("no more GPUs");
    }

    @Test
    void asksAProviderAgainThatHasNoTimeAndThenWaits() {
        provider.answers("GET " + JOBS, 503, "{\"error\": {\"message\": \"overloaded\"}}");

        assertThatThrownBy(this::attempt).isInstanceOf(WorkWaitsException.class).hasMessageContaining("overloaded");
        assertThat(provider.requests("GET " + JOBS)).hasSize(4);
    }

    @Test
    void cancelsAtTheProviderWhatWasCancelledHere() {
        assertThatThrownBy(this::attempt).isInstanceOf(WorkWaitsException.class);
        provider.answers("POST " + JOBS + "/" + THEIRS + "/cancel", 200, job("cancelled"));
        TrainingRun running = run.runs.find(run.job()).orElseThrow();
        run.runs.update(running.cancelled());

        settle();
        settle();

        assertThat(provider.requests("POST " + JOBS + "/" + THEIRS + "/cancel")).hasSize(1);
        assertThat(jobs.states).containsEntry(run.job(), "ENDED");
    }

    @Test
    void cancelsAJobToWhoseStartNobodyLivedToHearTheAnswer() {
        provider.answers("POST " + JOBS, 400, "{\"error\": {\"message\": \"lost\"}}");
        assertThatThrownBy(this::attempt).isInstanceOf(WorkFailedException.class);
        provider.answers(
                        "GET " + JOBS,
                        200,
                        "{\"object\": \"list\", \"data\": [%s], \"has_more\": false}".formatted(job("running")))
                .answers("POST " + JOBS + "/" + THEIRS + "/cancel", 200, job("cancelled"));
        run.runs.update(run.runs.find(run.job()).orElseThrow().cancelled());

        settle();

        assertThat(provider.requests("POST " + JOBS + "/" + THEIRS + "/cancel")).hasSize(1);
    }

    @Test
    void pausesAndResumesAtTheProvider() {
        assertThatThrownBy(this::attempt).isInstanceOf(WorkWaitsException.class);
        provider.answers("POST " + JOBS + "/" + THEIRS + "/pause", 200, job("paused"))
                .answers("POST " + JOBS + "/" + THEIRS + "/resume", 200, job("queued"))
                .answers("GET " + JOBS + "/" + THEIRS, 200, job("paused"));
        run.runs.update(run.runs.find(run.job()).orElseThrow().paused());
        settle();
        assertThat(jobs.states).containsEntry(run.job(), "PAUSED");

        run.runs.update(run.runs.find(run.job()).orElseThrow().resumed());
        assertThatThrownBy(this::attempt).isInstanceOf(WorkWaitsException.class);

        assertThat(provider.requests("POST " + JOBS + "/" + THEIRS + "/resume")).hasSize(1);
        assertThat(jobs.states).containsEntry(run.job(), "RUNNING");
    }

    private void attempt() throws Exception {
        model().perform(run.claim(++fence), lease);
    }

    private void settle() {
        new SettleRemoteJobs(trainers(), jobs).settle();
    }

    private TrainModel model() {
        RemoteBackend backend = new RemoteBackend(
                trainers(),
                jobs,
                new RunProgress(run.runs, new InMemoryRunTimes(), run.events),
                new RunArtifacts(run.storage),
                new Settings());
        return new TrainModel(_ -> backend, run.checkpoints, run.runs, new InMemoryRunTimes(), run.events);
    }

    private record Settings() implements RemoteSettings {
        @Override
        public Duration poll() {
            return Duration.ofSeconds(10);
        }

        @Override
        public Duration retry() {
            return Duration.ofSeconds(30);
        }
    }

    private RemoteTrainers trainers() {
        ModelBackends backends = new ModelBackends(
                new BaseModels(models),
                new SmallRyeConfigBuilder()
                        .withSources(new PropertiesConfigSource(Map.of("BIG_KEY", KEY), "test", 100))
                        .build());
        OpenAiTrainer trainer = new OpenAiTrainer(new ProviderClients(backends), new RunArtifacts(run.storage));
        return new RemoteTrainers() {
            @Override
            public RemotePlace place(String baseModel) {
                return new RemotePlace(
                        baseModel, new ModelBackend.Hosted(provider.baseUrl(), "big-1", Optional.of("BIG_KEY")));
            }

            @Override
            public boolean train(ModelBackend kind) {
                return trainer.trains(kind);
            }

            @Override
            public RemoteTrainer of(RemotePlace place) {
                return trainer;
            }
        };
    }

    private static String file() {
        return """
                {"id": "file-1", "object": "file", "bytes": 1, "created_at": 1, "filename": "train.jsonl",
                 "purpose": "fine-tune", "status": "processed"}""";
    }

    private String job(String status) {
        return """
                {"id": "%s", "object": "fine_tuning.job", "created_at": 1000, "finished_at": 1060, "model": "big-1",
                 "fine_tuned_model": "ft:big-1:theirs", "organization_id": "org", "result_files": [], "seed": 42,
                 "status": "%s", "trained_tokens": 1234, "training_file": "file-1", "validation_file": "file-1",
                 "error": null, "hyperparameters": {}, "metadata": {"burnish_job": "%s"}}""".formatted(THEIRS, status, run.job());
    }

    private static String event(int step, double loss, @Nullable Double validLoss) {
        return """
                {"id": "ev-%1$d", "object": "fine_tuning.job.event", "created_at": %1$d, "level": "info", "type": "metrics",
                 "message": "Step %1$d/4: training loss=%2$s",
                 "data": {"step": %1$d, "train_loss": %2$s, "train_mean_token_accuracy": 0.5, "valid_loss": %3$s}}""".formatted(step, loss, validLoss);
    }

    private static String events(String... events) {
        return "{\"object\": \"list\", \"data\": [%s], \"has_more\": false}".formatted(String.join(",", events));
    }
}
