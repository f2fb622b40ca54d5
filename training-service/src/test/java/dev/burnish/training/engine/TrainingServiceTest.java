package dev.burnish.training.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.burnish.contracts.AdapterFiles;
import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.EventType;
import dev.burnish.contracts.JobCancelRequested;
import dev.burnish.contracts.JobCancelled;
import dev.burnish.contracts.JobFailed;
import dev.burnish.contracts.JobProgressed;
import dev.burnish.contracts.JobTrained;
import dev.burnish.contracts.Lora;
import dev.burnish.contracts.Samples;
import dev.burnish.contracts.Topics;
import dev.burnish.contracts.TrainingPlan;
import dev.burnish.kit.Ids;
import dev.burnish.kit.models.BaseModels;
import dev.burnish.kit.persistence.Statements;
import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.kit.testing.RealParts;
import dev.burnish.kit.testing.TestTopics;
import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.model.ModelConfig;
import dev.burnish.training.domain.RunFailedException;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "training"))
@WithTestResource(SmallModels.class)
class TrainingServiceTest {
    private static final Lora SMALL_LORA = new Lora(4, 8, 0.1);
    private static final TrainingPlan SHORT = new TrainingPlan(3, 4, 1);
    /** More steps than any test waits for. */
    private static final TrainingPlan ENDLESS = new TrainingPlan(100_000, 1, 1);

    private final TestTopics topics = new TestTopics();

    @Inject
    ObjectStore storage;

    @Inject
    DataSource database;

    @Inject
    BaseModels models;

    @Inject
    DeviceEngine engine;

    @Inject
    EngineSettings settings;

    @TestHTTPResource(value = "/health/live", management = true)
    URI liveness = URI.create("http://unset");

    @TestHTTPResource(value = "/metrics", management = true)
    URI metrics = URI.create("http://unset");

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void trainsAnAdapterThatLoadsAndTellsEveryStepOfTheWay(@TempDir Path directory) throws Exception {
        String job = submit(SmallModels.SMALL, 42, SHORT);
        JobTrained trained = (JobTrained) topics.await(Topics.JOB_TRAINED, job).event();

        assertThat(trained.trainedTokens()).isPositive();
        assertThat(requireNonNull(trained.adapter()).weights().key())
                .isEqualTo("tenants/acme/jobs/" + job + "/attempts/1/adapter/adapter_model.safetensors");
        assertThat(isAdapterOf(SmallModels.SMALL, requireNonNull(trained.adapter()), directory))
                .isTrue();

        List<String> lines = jobs().text(trained.metrics()).lines().toList();
        assertThat(lines).hasSize(1 + 9).first().asString().startsWith("step,train_loss");
        assertThat(lines.get(1)).endsWith(",,");
        assertThat(loss(lines.get(9), 1)).isLessThan(loss(lines.get(1), 1));
        assertThat(Stream.of(3, 6, 9).map(lines::get))
                .allSatisfy(line -> assertThat(loss(line, 3)).isPositive());

        List<JobProgressed> progress = jobs().events(topics, Topics.JOB_PROGRESSED, job, JobProgressed.class);
        assertThat(progress.getFirst().step()).isZero();
        assertThat(progress.getLast().step()).isEqualTo(9);
        assertThat(progress.getLast().epoch()).isEqualTo(3);
        assertThat(progress.getLast().tokensPerSecond()).isPositive();
        assertThat(runState(job)).isEqualTo("TRAINED");
    }

    @Test
    void learnsPreferencesAndTellsHowPairsAreRanked(@TempDir Path directory) throws Exception {
        DatasetFormatted dataset = jobs().preferences(SmallModels.SMALL, new TrainingPlan(8, 4, 30, 0.1));
        String job = dataset.job().id();
        topics.publish(TrainingJobs.envelope(dataset, 1));
        JobTrained trained = (JobTrained) topics.await(Topics.JOB_TRAINED, job).event();

        assertThat(trained.job()).isEqualTo(dataset.job());
        storage.download(requireNonNull(trained.adapter()).config(), directory.resolve("adapter_config.json"));
        assertThat(Files.readString(directory.resolve("adapter_config.json")))
                .contains("\"use_dora\" : true", "\"use_rslora\" : true", "\"q_proj\"", "\"v_proj\"")
                .doesNotContain("gate_proj");
        List<String> lines = jobs().text(trained.metrics()).lines().toList();
        assertThat(lines.getFirst()).isEqualTo("step,train_loss,train_accuracy,valid_loss,valid_accuracy");
        assertThat(lines).hasSize(1 + 24);
        assertThat(loss(lines.get(1), 1)).isCloseTo(Math.log(2), within(1e-3));
        assertThat(loss(lines.get(24), 1)).isLessThan(0.6);
        assertThat(loss(lines.get(24), 3)).isLessThan(Math.log(2));
        assertThat(loss(lines.get(24), 4)).isGreaterThan(0.5);

        List<JobProgressed> progress = jobs().events(topics, Topics.JOB_PROGRESSED, job, JobProgressed.class);
        assertThat(progress.getLast().trainPairAccuracy()).isGreaterThan(0.5);
        assertThat(progress.getLast().trainMeanTokenAccuracy()).isZero();
    }

    @Test
    void tellsHowMuchMemoryIsMissing() throws Exception {
        DatasetFormatted dataset = jobs().dataset(SmallModels.HUGE, 42, SHORT, SMALL_LORA);
        topics.publish(TrainingJobs.envelope(dataset, 1));
        JobFailed failed =
                (JobFailed) topics.await(Topics.JOB_FAILED, dataset.job().id()).event();

        assertThat(failed.failure().code()).isEqualTo("insufficient_memory");
        assertThat(failed.failure().message())
                .containsPattern("needs at least \\d+\\.\\d\\d GiB of memory, but may take 2.00 GiB")
                .contains("Choose a smaller base model, or raise burnish.training.memory");
    }

    @Test
    void advisesALowerRankWhereTheModelAloneWouldFit() throws Exception {
        ModelConfig model = small();
        TrainingRecipe recipe = TrainingRecipe.of(
                jobs().dataset(SmallModels.SMALL, 42, SHORT, new Lora(256, 512, 0))
                        .job(),
                SHORT,
                settings);
        TrainingMemory memory = new TrainingMemory(engine, settings);

        assertThatCode(() -> memory.requireRoom(model, recipe)).doesNotThrowAnyException();
        assertThatThrownBy(() -> memory.plan(model, recipe, 10_000_000))
                .isInstanceOf(RunFailedException.class)
                .hasMessageContaining("10000000 tokens, the fewest that run at once")
                .hasMessageContaining("Lower burnish.lora.rank");
    }

    private ModelConfig small() {
        try {
            return ModelConfig.read(models.find(SmallModels.SMALL).orElseThrow());
        } catch (CheckpointException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void makesTheSameBytesFromTheSameSeedAndOthersFromAnother() throws Exception {
        List<String> digests = new ArrayList<>();
        for (long seed : new long[] {7, 7, 8}) {
            String job = submit(SmallModels.SMALL, seed, SHORT);
            JobTrained trained =
                    (JobTrained) topics.await(Topics.JOB_TRAINED, job).event();
            digests.add(requireNonNull(trained.adapter()).weights().sha256());
        }
        assertThat(digests.get(1)).isEqualTo(digests.get(0));
        assertThat(digests.get(2)).isNotEqualTo(digests.get(0));
    }

    @Test
    void trainsOnceHoweverOftenItIsTold() throws Exception {
        DatasetFormatted dataset = jobs().dataset(SmallModels.SMALL, 42, SHORT, SMALL_LORA);
        Envelope envelope = TrainingJobs.envelope(dataset, 1);
        String job = dataset.job().id();
        topics.publish(envelope);
        topics.publish(envelope);
        topics.publish(TrainingJobs.envelope(dataset, 2));
        topics.publishRaw(Topics.DATASET_FORMATTED, job, "the end of " + job);
        topics.awaitRecords(
                Topics.deadLetters("training"),
                message -> new String(message.value(), StandardCharsets.UTF_8).equals("the end of " + job),
                1);
        topics.await(Topics.JOB_TRAINED, job);
        String next = submit(SmallModels.SMALL, 42, SHORT);
        topics.await(Topics.JOB_TRAINED, next);
        assertThat(jobs().events(topics, Topics.JOB_TRAINED, job, JobTrained.class))
                .hasSize(1);
    }

    @Test
    void stopsACancelledRunAndGoesOnWithTheNext() throws Exception {
        String job = submit(SmallModels.SMALL, 42, ENDLESS);
        topics.await(
                Topics.JOB_PROGRESSED,
                envelope -> envelope.event() instanceof JobProgressed progress
                        && progress.jobId().equals(job)
                        && progress.step() > 0,
                1);
        cancel(job);
        JobCancelled cancelled =
                (JobCancelled) topics.await(Topics.JOB_CANCELLED, job).event();
        assertThat(cancelled.step()).isPositive();

        String next = submit(SmallModels.SMALL, 42, SHORT);
        topics.await(Topics.JOB_TRAINED, next);
        List<JobProgressed> progress = jobs().events(topics, Topics.JOB_PROGRESSED, job, JobProgressed.class);
        assertThat(progress.getLast().step()).isEqualTo(cancelled.step());
        assertThat(runState(job)).isEqualTo("CANCELLED");
    }

    @Test
    void neverStartsARunThatWasCancelledBeforeItsDataSetCame() throws Exception {
        DatasetFormatted dataset = jobs().dataset(SmallModels.SMALL, 42, SHORT, SMALL_LORA);
        String job = dataset.job().id();
        cancel(job);
        assertThat(topics.await(Topics.JOB_CANCELLED, job).event()).isEqualTo(new JobCancelled(job, 0));
        topics.publish(TrainingJobs.envelope(dataset, 1));
        topics.publishRaw(Topics.DATASET_FORMATTED, job, "the end of " + job);
        topics.awaitRecords(
                Topics.deadLetters("training"),
                message -> new String(message.value(), StandardCharsets.UTF_8).equals("the end of " + job),
                1);
        assertThat(count("select 1 from work where id = ?", job)).isZero();
    }

    @Test
    void takesUpTheRunOfAKilledWorker() throws Exception {
        DatasetFormatted dataset = jobs().dataset(SmallModels.SMALL, 42, SHORT, SMALL_LORA);
        String job = dataset.job().id();
        Statements statements = new Statements(database);
        statements.update(
                "insert into training_run (job_id, tenant, state, step, total_steps) values (?, 'acme', 'TRAINING', 5, 9)",
                job);
        statements.update("""
                insert into work (id, payload, state, owner, fence, attempts, lease_until)
                values (?, ?, 'RUNNING', 'killed', 4, 1, clock_timestamp() - interval '1 second')""", job, CloudEvents.write(TrainingJobs.envelope(dataset, 1)));
        JobTrained trained = (JobTrained) topics.await(Topics.JOB_TRAINED, job).event();
        assertThat(requireNonNull(trained.adapter()).config().key()).contains("/attempts/5/");
        assertThat(runState(job)).isEqualTo("TRAINED");
    }

    @Test
    void readsTheContractsSample() throws Exception {
        String job = "ftjob-0199e1f2a7c47d3e9b5a6c8d7e6f5a4b";
        topics.publishRaw(Topics.DATASET_FORMATTED, job, Samples.json(EventType.DATASET_FORMATTED));
        JobFailed failed = (JobFailed) topics.await(Topics.JOB_FAILED, job).event();
        assertThat(failed.failure().code()).isEqualTo("artifact_missing");
        assertThat(failed.failure().message()).contains("dataset/train.jsonl");
    }

    static Stream<Arguments> hopelessJobs() {
        TrainingPlan tooFast = new TrainingPlan(1, 4, 1e9);
        Lora tooLoud = new Lora(4, 1e30, 0);
        return Stream.of(
                Arguments.of("no-such-model", SHORT, SMALL_LORA, "model_missing"),
                Arguments.of(SmallModels.BROKEN, SHORT, SMALL_LORA, "model_unreadable"),
                Arguments.of(SmallModels.SMALL, tooFast, SMALL_LORA, "invalid_hyperparameters"),
                Arguments.of(SmallModels.SMALL, SHORT, tooLoud, "diverged"));
    }

    @ParameterizedTest
    @MethodSource("hopelessJobs")
    void tellsWhyAJobCannotBeTrained(String model, TrainingPlan plan, Lora lora, String code) throws Exception {
        DatasetFormatted dataset = jobs().dataset(model, 42, plan, lora);
        topics.publish(TrainingJobs.envelope(dataset, 1));
        assertFailed(dataset.job().id(), code);
    }

    @Test
    void tellsThatADataSetIsNotWhatWasStored() throws Exception {
        DatasetFormatted whole = jobs().dataset(SmallModels.SMALL, 42, SHORT, SMALL_LORA);
        Artifact stored = whole.trainingSet();
        Artifact told = new Artifact(stored.key(), stored.bytes(), "0".repeat(64));
        DatasetFormatted corrupt =
                new DatasetFormatted(whole.job(), whole.plan(), told, whole.validationSet(), whole.summary());
        topics.publish(TrainingJobs.envelope(corrupt, 1));
        assertFailed(whole.job().id(), "artifact_corrupt");
    }

    @Test
    void showsThatTheEngineLivesAndHowFastItTrains() throws Exception {
        topics.await(Topics.JOB_TRAINED, submit(SmallModels.SMALL, 42, SHORT));
        assertThat(get(liveness)).contains("\"name\": \"engine\"").doesNotContain("DOWN");
        assertThat(get(metrics)).contains("burnish_training_step_seconds_count", "burnish_training_tokens_per_second");
    }

    private void assertFailed(String job, String code) {
        JobFailed failed = (JobFailed) topics.await(Topics.JOB_FAILED, job).event();
        assertThat(failed.stage()).isEqualTo("training");
        assertThat(failed.failure().code()).isEqualTo(code);
        assertThat(runState(job)).isEqualTo("FAILED");
    }

    private String submit(String model, long seed, TrainingPlan plan) throws IOException {
        DatasetFormatted dataset = jobs().dataset(model, seed, plan, SMALL_LORA);
        topics.publish(TrainingJobs.envelope(dataset, 1));
        return dataset.job().id();
    }

    private TrainingJobs jobs() {
        return new TrainingJobs(storage);
    }

    private void cancel(String job) {
        topics.publish(new Envelope(
                Ids.create("event-"), "/burnish/ingestion", Instant.now(), "acme", 2, new JobCancelRequested(job)));
    }

    private boolean isAdapterOf(String model, AdapterFiles files, Path directory) throws Exception {
        storage.download(files.config(), directory.resolve("adapter_config.json"));
        storage.download(files.weights(), directory.resolve("adapter_model.safetensors"));
        Path base = models.find(model).orElseThrow();
        return engine.call(() -> {
            try (BaseModel weights = BaseModel.load(base, engine.precision());
                    LoraAdapter adapter = LoraAdapter.load(directory, weights)) {
                return adapter.settings().rank() == SMALL_LORA.rank();
            }
        });
    }

    private String runState(String job) {
        return new Statements(database)
                .query("select state from training_run where job_id = ?", row -> row.getString(1), job)
                .getFirst();
    }

    private int count(String sql, String job) {
        return new Statements(database).query(sql, row -> row.getInt(1), job).size();
    }

    private static double loss(String csvLine, int column) {
        return Double.parseDouble(csvLine.split(",", -1)[column]);
    }

    private static String get(URI uri) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        }
    }
}
