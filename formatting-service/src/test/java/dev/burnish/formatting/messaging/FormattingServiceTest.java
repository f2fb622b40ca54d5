package dev.burnish.formatting.messaging;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.DatasetRejected;
import dev.burnish.contracts.DatasetSubmitted;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.EventType;
import dev.burnish.contracts.Failure;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.Hyperparameters;
import dev.burnish.contracts.JobTrained;
import dev.burnish.contracts.Lora;
import dev.burnish.contracts.Samples;
import dev.burnish.contracts.SubmittedFile;
import dev.burnish.contracts.Topics;
import dev.burnish.contracts.TrainingPlan;
import dev.burnish.kit.Ids;
import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.kit.testing.RealParts;
import dev.burnish.kit.testing.TestTopics;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "formatting"))
class FormattingServiceTest {
    private static final String MODEL = "burnish-tiny";

    private final ObjectStore store;
    private final TestTopics topics = new TestTopics();

    FormattingServiceTest(ObjectStore store) {
        this.store = store;
    }

    @AfterEach
    void closeTopics() {
        topics.close();
    }

    @Test
    void formatsAGoodFile() throws Exception {
        Envelope submitted = submit(MODEL, rows(50));

        topics.publish(submitted);

        Envelope answer = topics.await(Topics.DATASET_FORMATTED, subject(submitted));
        assertThat(answer.source()).isEqualTo("/burnish/formatting");
        assertThat(answer.tenant()).isEqualTo(RealParts.TENANT);
        DatasetFormatted formatted = (DatasetFormatted) answer.event();
        assertThat(formatted.plan()).isEqualTo(new TrainingPlan(3, 1, 1.0));
        assertThat(formatted.trainingSet().key())
                .matches("tenants/acme/jobs/" + subject(submitted) + "/attempts/\\d+/train-00000\\.jsonl");
        assertThat(lines(formatted.trainingSet()))
                .hasSize(45)
                .doesNotContainAnyElementsOf(lines(formatted.validationSet()));
        assertThat(lines(formatted.validationSet())).hasSize(5);
        assertThat(formatted.summary().learnedTokens())
                .isBetween(45L * 2, formatted.summary().trainingTokens() - 45);
    }

    @Test
    void rejectsAFileWithABrokenLineAndNamesTheLine() throws Exception {
        List<String> rows = new ArrayList<>(rows(400));
        rows.set(172, "{\"messages\":[{\"role\":\"user\",\"content\":\"Where is my order?\"}]}");

        Failure failure = rejected(submit(MODEL, rows));

        assertThat(failure.code()).isEqualTo("invalid_training_file");
        assertThat(failure.param()).isEqualTo("training_file");
        assertThat(failure.message()).contains("Line 173: ");
    }

    @Test
    void readsATableAndTellsHow() throws Exception {
        List<String> rows = new ArrayList<>(List.of("text;answer"));
        IntStream.range(0, 30).forEach(i -> rows.add("Order " + i + " has not come.;delivery"));
        Envelope submitted = submit(MODEL, rows);

        topics.publish(submitted);

        DatasetFormatted formatted = (DatasetFormatted)
                topics.await(Topics.DATASET_FORMATTED, subject(submitted)).event();
        assertThat(formatted.summary().trainingExamples()).isEqualTo(27);
        assertThat(formatted.readings())
                .containsExactly("Read the training file as CSV parted by semicolons, column \"text\" as prompt,"
                        + " \"answer\" as completion");
    }

    @Test
    void rejectsRowsWithToolsForAModelWhoseTemplateWritesNone() throws Exception {
        List<String> rows = new ArrayList<>(rows(20));
        rows.set(
                6,
                rows.get(6)
                        .replaceFirst("}$", ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"track\"}}]}"));

        assertThat(rejected(submit(MODEL, rows)).message())
                .contains("Line 7: ", "does not write the tools", "[tools_not_supported]");
    }

    @Test
    void rejectsAModelThatIsNotThereAndNamesThoseThatAre() throws Exception {
        Failure failure = rejected(submit("gpt-x", rows(20)));

        assertThat(failure.code()).isEqualTo("model_not_found");
        assertThat(failure.param()).isEqualTo("model");
        assertThat(failure.message()).contains("gpt-x", MODEL);
    }

    @Test
    void readsTheContractsSampleWhoseFileIsNotInStorage() throws Exception {
        String sample = Samples.json(EventType.DATASET_SUBMITTED);
        String job = CloudEvents.read(sample).orElseThrow().event().subject();

        topics.publishRaw(Topics.DATASET_SUBMITTED, job, sample);

        DatasetRejected rejected =
                (DatasetRejected) topics.await(Topics.DATASET_REJECTED, job).event();
        assertThat(rejected.failure().message()).contains("file-0199e1f2a1 is no longer in storage");
    }

    @Test
    void answersOnceHoweverOftenItIsTold() throws Exception {
        Envelope submitted = submit(MODEL, rows(50));
        DatasetSubmitted event = (DatasetSubmitted) submitted.event();

        topics.publish(submitted);
        topics.publish(submitted);
        topics.publish(envelope(event));
        topics.await(Topics.DATASET_FORMATTED, subject(submitted));
        topics.publish(submitted);
        topics.publishRaw(Topics.DATASET_SUBMITTED, subject(submitted), "{");

        // The broken record shares the others' partition: once it is a dead letter, they are handled.
        topics.awaitRecords(
                Topics.deadLetters("formatting"),
                record -> new String(record.key(), UTF_8).equals(subject(submitted)),
                1);
        // Work is done in the order of enqueuing: once a later job is answered, so is whatever the repeats have
        // started.
        rejected(submit("gpt-x", rows(20)));
        assertThat(topics.records(Topics.DATASET_FORMATTED).stream()
                        .filter(record -> new String(record.key(), UTF_8).equals(subject(submitted))))
                .hasSize(1);
    }

    @Test
    void showsTheReportToItsTenantAlone() throws Exception {
        Envelope submitted = submit(MODEL, rows(50));
        topics.publish(submitted);
        topics.await(Topics.DATASET_FORMATTED, subject(submitted));

        Response json = get(subject(submitted) + "/report", RealParts.API_KEY);
        assertThat(json.statusCode()).isEqualTo(200);
        assertThat(json.contentType()).startsWith("application/json");
        assertThat(json.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(json.header("Cache-Control")).isEqualTo("no-store");
        assertThat(json.jsonPath().getString("fine_tuning_job")).isEqualTo(subject(submitted));
        assertThat(json.jsonPath().getList("findings.code", String.class)).containsExactly("one_answer");
        assertThat(json.jsonPath().getInt("estimate.steps")).isEqualTo(135);
        assertThat(json.jsonPath().getInt("estimate.model.parameters")).isBetween(4_000_000, 6_000_000);
        assertThat(json.jsonPath().getString("first_batch[0].text[1].tokens.join('')"))
                .isEqualTo("delivery<|end|>");

        Response page = get(subject(submitted) + "/report.html", RealParts.API_KEY);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.contentType()).startsWith("text/html");
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'", "sandbox");
        assertThat(page.asString()).startsWith("<!DOCTYPE html>").contains(subject(submitted));

        for (String path : List.of("/report", "/report.html")) {
            Response foreign = get(subject(submitted) + path, RealParts.OTHER_API_KEY);
            assertThat(foreign.statusCode()).isEqualTo(404);
            assertThat(foreign.jsonPath().getString("error.code")).isEqualTo("report_not_found");
            assertThat(get("ftjob-none" + path, RealParts.API_KEY).statusCode()).isEqualTo(404);
            assertThat(get(subject(submitted) + path, "sk-burnish-wrong").statusCode())
                    .isEqualTo(401);
            assertThat(given().get("/v1/fine_tuning/jobs/" + subject(submitted) + path)
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void showsTheReportOnWhatWasRejectedToo() throws Exception {
        Envelope submitted = submit("gpt-x", rows(20));
        rejected(submitted);

        Response json = get(subject(submitted) + "/report", RealParts.API_KEY);
        assertThat(json.jsonPath().getList("findings.code", String.class)).containsExactly("refused");
        assertThat(json.jsonPath().getString("findings[0].detail")).startsWith("model_not_found: ");
    }

    @Test
    void learnsFromTrainingsHowLongOthersWillTake() throws Exception {
        Envelope trained = CloudEvents.read(Samples.json(EventType.JOB_TRAINED)).orElseThrow();
        topics.publish(new Envelope(
                Ids.create("evt-"), "/burnish/training", Instant.now(), RealParts.TENANT, 1, trained.event()));

        await().untilAsserted(() -> {
            Envelope submitted = submit(MODEL, rows(50));
            topics.publish(submitted);
            topics.await(Topics.DATASET_FORMATTED, subject(submitted));
            JsonPath estimate =
                    get(subject(submitted) + "/report", RealParts.API_KEY).jsonPath();
            JobTrained told = (JobTrained) trained.event();
            assertThat(estimate.getInt("estimate.model.measured_trainings")).isEqualTo(1);
            assertThat(estimate.getDouble("estimate.model.seconds"))
                    .isCloseTo(
                            told.seconds() * estimate.getLong("estimate.trained_tokens") / told.trainedTokens(),
                            Percentage.withPercentage(1));
        });
    }

    private static Response get(String path, String key) {
        return given().header("Authorization", "Bearer " + key).get("/v1/fine_tuning/jobs/" + path);
    }

    private Failure rejected(Envelope submitted) {
        topics.publish(submitted);
        Envelope answer = topics.await(Topics.DATASET_REJECTED, subject(submitted));
        return ((DatasetRejected) answer.event()).failure();
    }

    private Envelope submit(String model, List<String> rows) throws Exception {
        String file = Ids.create("file-");
        Artifact content = store.put(
                "tenants/acme/files/" + file,
                new ByteArrayInputStream(String.join("\r\n", rows).getBytes(UTF_8)),
                "application/jsonl");
        FineTuningJob job = new FineTuningJob(
                Ids.create("ftjob-"),
                RealParts.TENANT,
                model,
                "ft:" + model + ":acme::1a2b3c4d",
                42,
                Hyperparameters.AUTO,
                Lora.DEFAULT);
        return envelope(new DatasetSubmitted(job, new SubmittedFile(file, "tickets.jsonl", content), null));
    }

    private static Envelope envelope(DatasetSubmitted event) {
        return new Envelope(Ids.create("evt-"), "/burnish/ingestion", Instant.now(), RealParts.TENANT, 1, event);
    }

    private static String subject(Envelope envelope) {
        return envelope.event().subject();
    }

    private List<String> lines(Artifact set) throws Exception {
        try (InputStream content = store.open(set)) {
            return new String(content.readAllBytes(), UTF_8).lines().toList();
        }
    }

    private static List<String> rows(int count) {
        return IntStream.range(0, count).mapToObj(i -> """
                        {"messages":[{"role":"user","content":"Order %d has not come."},{"role":"assistant","content":"delivery"}]}""".formatted(i)).toList();
    }
}
