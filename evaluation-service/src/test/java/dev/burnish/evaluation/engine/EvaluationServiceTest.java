package dev.burnish.evaluation.engine;

import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.contracts.AdapterFiles;
import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.EventType;
import dev.burnish.contracts.JobEvaluated;
import dev.burnish.contracts.JobFailed;
import dev.burnish.contracts.JobTrained;
import dev.burnish.contracts.PreferenceScores;
import dev.burnish.contracts.Samples;
import dev.burnish.contracts.Scores;
import dev.burnish.contracts.Topics;
import dev.burnish.kit.models.BaseModels;
import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.kit.testing.RealParts;
import dev.burnish.kit.testing.TestTopics;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.text.ChatExample;
import dev.burnish.llm.text.ChatMessage;
import dev.burnish.llm.text.PreferenceExample;
import dev.burnish.llm.text.TextModel;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "evaluation"))
@WithTestResource(SmallModels.class)
class EvaluationServiceTest {
    private static final List<ChatExample> LEARNED = TrainedJobs.examples(1, 3);
    private static final List<ChatExample> HELD_OUT = TrainedJobs.examples(1, 5);

    private final TestTopics topics = new TestTopics();

    @Inject
    ObjectStore storage;

    @Inject
    BaseModels models;

    @Inject
    DeviceEngine engine;

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void measuresWhatTheModelsAnswer() throws Exception {
        AdapterFiles adapter = jobs().tuned(LEARNED, directory);
        JobTrained trained = jobs().trained(adapter, HELD_OUT);
        topics.publish(TrainedJobs.envelope(trained, 1));
        JobEvaluated evaluated = (JobEvaluated)
                topics.await(Topics.JOB_EVALUATED, trained.job().id()).event();

        assertThat(evaluated.job()).isEqualTo(trained.job());
        assertThat(evaluated.adapter()).isEqualTo(adapter);
        assertThat(evaluated.examples()).isEqualTo(HELD_OUT.size());
        assertThat(evaluated.tuned().exactMatch())
                .isGreaterThan(evaluated.base().exactMatch());
        assertThat(evaluated.tuned().loss()).isLessThan(evaluated.base().loss());
        JsonNode report = json(evaluated.report());
        Path base = models.find(SmallModels.SMALL).orElseThrow();
        engine.call(() -> {
            try (BaseModel weights = BaseModel.load(base, engine.precision());
                    LoraAdapter loaded = LoraAdapter.load(directory, weights);
                    TextModel text = TextModel.load(base)) {
                assertSame(evaluated.base(), report, "base_answer", new Reference(weights, null, text));
                assertSame(evaluated.tuned(), report, "tuned_answer", new Reference(weights, loaded, text));
                return directory;
            }
        });

        Response response = get("/v1/evaluations/" + trained.job().id(), RealParts.API_KEY);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new ObjectMapper().readTree(response.asString())).isEqualTo(report);
    }

    @Test
    void measuresHowTheModelsRankPairs() throws Exception {
        List<PreferenceExample> pairs = LEARNED.stream()
                .map(example -> new PreferenceExample(
                        List.of(example.messages().getFirst()),
                        List.of(),
                        example.messages().getLast(),
                        ChatMessage.assistant("no"),
                        example.line()))
                .toList();
        JobTrained trained = jobs().trainedOnPairs(jobs().tuned(LEARNED, directory), pairs);
        topics.publish(TrainedJobs.envelope(trained, 1));
        JobEvaluated evaluated = (JobEvaluated)
                topics.await(Topics.JOB_EVALUATED, trained.job().id()).event();

        PreferenceScores base = requireNonNull(evaluated.base().preferences());
        PreferenceScores tuned = requireNonNull(evaluated.tuned().preferences());
        assertThat(evaluated.examples()).isEqualTo(3);
        assertThat(base.loss()).isCloseTo(Math.log(2), Offset.offset(1e-6));
        // An untrained model gives short answers more; the tuned one knows the long ones by heart.
        assertThat(base.accuracy()).isZero();
        assertThat(tuned.accuracy()).isEqualTo(1);
        assertThat(tuned.loss()).isLessThan(0.2);
        JsonNode shown = new ObjectMapper()
                .readTree(get("/v1/evaluations/" + trained.job().id(), RealParts.API_KEY)
                        .asString());
        assertThat(shown.path("tuned").path("preferences").path("loss").doubleValue())
                .isEqualTo(tuned.loss());
        assertThat(shown.path("base").path("preferences").path("accuracy").doubleValue())
                .isZero();
    }

    private static void assertSame(Scores scores, JsonNode report, String answer, Reference reference)
            throws Exception {
        double loss = reference.loss(HELD_OUT);
        assertThat(scores.loss()).isCloseTo(loss, Offset.offset(1e-3));
        assertThat(scores.perplexity()).isCloseTo(Math.exp(loss), Offset.offset(Math.exp(loss) * 1e-3));
        int longest = "It is 5".length();
        int correct = 0;
        for (int i = 0; i < HELD_OUT.size(); i++) {
            String expected = HELD_OUT.get(i).messages().getLast().content();
            String text = reference.answer(HELD_OUT.get(i), longest + 16);
            assertThat(report.path("samples").path(i).path(answer).textValue()).isEqualTo(text);
            correct += text.strip().equals(expected) ? 1 : 0;
        }
        assertThat(scores.exactMatch()).isEqualTo((double) correct / HELD_OUT.size());
    }

    @Test
    void showsATenantItsOwnEvaluationsPageByPage() throws Exception {
        AdapterFiles adapter = jobs().tuned(LEARNED, directory);
        List<String> newestFirst = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            JobTrained trained = jobs().trained(adapter, HELD_OUT);
            topics.publish(TrainedJobs.envelope(trained, 1));
            topics.await(Topics.JOB_EVALUATED, trained.job().id());
            newestFirst.addFirst(trained.job().id());
        }
        JsonNode first = list("?limit=2");
        assertThat(first.path("object").textValue()).isEqualTo("list");
        assertThat(first.path("has_more").booleanValue()).isTrue();
        assertThat(jobs(first)).isEqualTo(newestFirst.subList(0, 2));
        assertThat(first.path("data").path(0).has("samples")).isFalse();
        assertThat(jobs(list("?limit=2&after=" + newestFirst.get(1)))).startsWith(newestFirst.get(2));

        String hidden = newestFirst.getFirst();
        assertError(get("/v1/evaluations/" + hidden, RealParts.OTHER_API_KEY), 404, "fine_tuning_job_id");
        assertThat(get("/v1/evaluations", RealParts.OTHER_API_KEY).jsonPath().getList("data"))
                .isEmpty();
    }

    @Test
    void refusesWhatItCannotAnswer() throws Exception {
        assertError(get("/v1/evaluations/ftjob-unknown", RealParts.API_KEY), 404, "fine_tuning_job_id");
        for (String limit : List.of("0", "101", "-1", "many", "99999999999")) {
            assertError(get("/v1/evaluations?limit=" + limit, RealParts.API_KEY), 400, "limit");
        }
        assertThat(given().get("/v1/evaluations").statusCode()).isEqualTo(401);
        assertThat(given().get("/v1/evaluations/ftjob-unknown").statusCode()).isEqualTo(401);
    }

    @Test
    void evaluatesOnceHoweverOftenItIsTold() throws Exception {
        AdapterFiles adapter = jobs().tuned(LEARNED, directory);
        JobTrained trained = jobs().trained(adapter, HELD_OUT);
        String job = trained.job().id();
        Envelope envelope = TrainedJobs.envelope(trained, 1);
        topics.publish(envelope);
        topics.publish(envelope);
        topics.publish(TrainedJobs.envelope(trained, 2));
        topics.publishRaw(Topics.JOB_TRAINED, job, "the end of " + job);
        topics.awaitRecords(
                Topics.deadLetters("evaluation"),
                message -> new String(message.value(), StandardCharsets.UTF_8).equals("the end of " + job),
                1);
        topics.await(Topics.JOB_EVALUATED, job);
        JobTrained next = jobs().trained(adapter, HELD_OUT);
        topics.publish(TrainedJobs.envelope(next, 1));
        topics.await(Topics.JOB_EVALUATED, next.job().id());
        assertThat(topics.records(Topics.JOB_EVALUATED).stream()
                        .filter(message -> new String(message.key(), StandardCharsets.UTF_8).equals(job)))
                .hasSize(1);
    }

    @Test
    void tellsWhyAModelCannotBeEvaluated() throws Exception {
        AdapterFiles adapter = jobs().tuned(LEARNED, directory);
        assertFailed(jobs().trained("no-such-model", adapter, HELD_OUT), "model_missing");

        Artifact weights = adapter.weights();
        Artifact told = new Artifact(weights.key(), weights.bytes(), "0".repeat(64));
        assertFailed(jobs().trained(new AdapterFiles(adapter.config(), told), HELD_OUT), "artifact_corrupt");

        Artifact noWeights = jobs().stored("tenants/acme/no-weights", "{}".getBytes(StandardCharsets.UTF_8));
        assertFailed(jobs().trained(new AdapterFiles(adapter.config(), noWeights), HELD_OUT), "adapter_unreadable");
    }

    @Test
    void readsTheContractsSample() {
        String job = "ftjob-0199e1f2a7c47d3e9b5a6c8d7e6f5a4b";
        topics.publishRaw(Topics.JOB_TRAINED, job, Samples.json(EventType.JOB_TRAINED));
        JobFailed failed = (JobFailed) topics.await(Topics.JOB_FAILED, job).event();
        assertThat(failed.failure().code()).isEqualTo("artifact_missing");
    }

    private TrainedJobs jobs() {
        return new TrainedJobs(storage, models, engine);
    }

    private void assertFailed(JobTrained trained, String code) {
        topics.publish(TrainedJobs.envelope(trained, 1));
        JobFailed failed =
                (JobFailed) topics.await(Topics.JOB_FAILED, trained.job().id()).event();
        assertThat(failed.stage()).isEqualTo("evaluation");
        assertThat(failed.failure().code()).isEqualTo(code);
        assertThat(get("/v1/evaluations/" + trained.job().id(), RealParts.API_KEY)
                        .statusCode())
                .isEqualTo(404);
    }

    private JsonNode json(Artifact artifact) throws IOException {
        try (InputStream content = storage.open(artifact)) {
            return new ObjectMapper().readTree(content.readAllBytes());
        }
    }

    private static Response get(String path, String key) {
        return given().header("Authorization", "Bearer " + key).get(path);
    }

    private static JsonNode list(String query) throws IOException {
        return new ObjectMapper()
                .readTree(get("/v1/evaluations" + query, RealParts.API_KEY).asString());
    }

    private static List<String> jobs(JsonNode list) {
        return list.path("data")
                .valueStream()
                .map(evaluation -> evaluation.path("fine_tuning_job").textValue())
                .toList();
    }

    private static void assertError(Response response, int status, String param) throws IOException {
        assertThat(response.statusCode()).isEqualTo(status);
        JsonNode error = new ObjectMapper().readTree(response.asString()).path("error");
        assertThat(error.path("type").textValue()).isEqualTo("invalid_request_error");
        assertThat(error.path("param").textValue()).isEqualTo(param);
        assertThat(error.path("message").textValue()).isNotBlank();
        assertThat(error.has("code")).isTrue();
    }
}
