package dev.burnish.ingestion.rest;

import static dev.burnish.ingestion.testing.Api.acme;
import static dev.burnish.ingestion.testing.Api.globex;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.DatasetSubmitted;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.EventType;
import dev.burnish.contracts.Samples;
import dev.burnish.contracts.Topics;
import dev.burnish.ingestion.testing.Api;
import dev.burnish.ingestion.testing.TestSettings;
import dev.burnish.kit.testing.RealParts;
import dev.burnish.kit.testing.TestTopics;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "ingestion"))
@WithTestResource(TestSettings.class)
class FineTuningJobsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void answersAMinimalRequestWithTheJobObject() {
        String file = Api.uploadTrainingFile(acme());
        long before = Instant.now().getEpochSecond();

        Response response =
                JobRequests.create(acme(), "{\"model\":\"burnish-tiny\",\"training_file\":\"%s\"}".formatted(file));

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        JsonPath job = response.jsonPath();
        String id = job.getString("id");
        assertThat(id).matches("ftjob-[0-9a-f]{32}");
        assertThat(job.getLong("created_at")).isBetween(before, Instant.now().getEpochSecond());
        assertThat(job.getLong("seed")).isBetween(0L, 2147483647L);
        Map<String, Object> auto = Map.of("n_epochs", "auto", "batch_size", "auto", "learning_rate_multiplier", "auto");
        Map<String, Object> expected = new TreeMap<>(Map.of(
                "id",
                id,
                "object",
                "fine_tuning.job",
                "created_at",
                job.get("created_at"),
                "seed",
                job.get("seed"),
                "hyperparameters",
                auto,
                "method",
                Map.of("type", "supervised", "supervised", Map.of("hyperparameters", auto)),
                "model",
                "burnish-tiny",
                "organization_id",
                "acme",
                "status",
                "validating_files",
                "training_file",
                file));
        expected.put("result_files", List.of());
        expected.put("integrations", List.of());
        expected.put(
                "burnish",
                Map.of(
                        "lora",
                        Map.of(
                                "rank",
                                16,
                                "alpha",
                                32.0f,
                                "dropout",
                                0.0f,
                                "target_modules",
                                "all-linear",
                                "use_rslora",
                                false,
                                "use_dora",
                                false,
                                "lora_plus_ratio",
                                1.0f,
                                "base_weights",
                                "bf16"),
                        "schedule",
                        schedule("linear", "auto", null)));
        for (String unknown : List.of(
                "error",
                "fine_tuned_model",
                "finished_at",
                "trained_tokens",
                "validation_file",
                "estimated_finish",
                "metadata",
                "user_provided_suffix")) {
            expected.put(unknown, null);
        }
        assertThat(job.<String, Object>getMap("$")).isEqualTo(expected);
        assertThat(acme().get("/v1/fine_tuning/jobs/" + id).jsonPath().<String, Object>getMap("$"))
                .isEqualTo(expected);
    }

    private static Map<String, Object> schedule(String type, Object warmup, @Nullable Integer patience) {
        Map<String, Object> schedule = new HashMap<>();
        schedule.put("lr_scheduler_type", type);
        schedule.put("warmup_ratio", warmup);
        schedule.put("early_stopping_patience", patience);
        return schedule;
    }

    @Test
    void keepsWhateverIsAskedFor() {
        String file = Api.uploadTrainingFile(acme());
        String validation = Api.uploadTrainingFile(acme());

        JsonPath job =
                JobRequests.create(acme(), """
                        {"model": "burnish-tiny", "training_file": "%s", "validation_file": "%s", "suffix": "tickets", "seed": 42,
                         "method": {"type": "supervised", "supervised": {"hyperparameters": {"n_epochs": 6, "batch_size": "auto", "learning_rate_multiplier": 0.5}}},
                         "integrations": null, "metadata": {"team": "support"}, "burnish": {"lora": {"rank": 8, "dropout": 0.1, "base_weights": "nf4"}, "schedule": {"early_stopping_patience": 2}}}
                        """.formatted(file, validation)).jsonPath();

        assertThat(job.getString("validation_file")).isEqualTo(validation);
        assertThat(job.getString("user_provided_suffix")).isEqualTo("tickets");
        assertThat(job.getInt("seed")).isEqualTo(42);
        assertThat(job.getMap("hyperparameters"))
                .isEqualTo(Map.of("n_epochs", 6, "batch_size", "auto", "learning_rate_multiplier", 0.5f));
        assertThat(job.getMap("method.supervised.hyperparameters")).isEqualTo(job.getMap("hyperparameters"));
        assertThat(job.getMap("metadata")).isEqualTo(Map.of("team", "support"));
        assertThat(job.getMap("burnish.lora"))
                .containsEntry("rank", 8)
                .containsEntry("alpha", 16.0f)
                .containsEntry("dropout", 0.1f)
                .containsEntry("base_weights", "nf4");
        assertThat(job.getMap("burnish.schedule")).isEqualTo(schedule("linear", "auto", 2));
        assertThat(job.getString("fine_tuned_model")).isNull();
    }

    @Test
    void announcesTheJobAsTheContractHasIt() throws Exception {
        String file = Api.uploadTrainingFile(acme());
        String id = JobRequests.create(acme(), """
                        {"model": "burnish-tiny", "training_file": "%s", "suffix": "tickets", "seed": 42, "hyperparameters": {"n_epochs": 6}}
                        """.formatted(file)).jsonPath().getString("id");

        Envelope envelope;
        try (TestTopics topics = new TestTopics()) {
            envelope = topics.await(Topics.DATASET_SUBMITTED, id);
        }

        assertThat(envelope.source()).isEqualTo("/burnish/ingestion");
        assertThat(envelope.tenant()).isEqualTo("acme");
        assertThat(envelope.sequence()).isEqualTo(1);
        DatasetSubmitted submitted = (DatasetSubmitted) envelope.event();
        assertThat(submitted.job().fineTunedModel())
                .isEqualTo("ft:burnish-tiny:acme:tickets:" + id.substring(id.length() - 8));
        assertThat(submitted.trainingFile().id()).isEqualTo(file);
        assertThat(submitted.trainingFile().filename()).isEqualTo("tickets.jsonl");
        assertThat(submitted.trainingFile().content().key()).isEqualTo("tenants/acme/files/" + file);
        assertThat(submitted.trainingFile().content().bytes()).isEqualTo(Api.ROWS.length());
        assertThat(submitted.validationFile()).isNull();
        assertThat(shape("", JSON.readTree(CloudEvents.write(envelope))))
                .isEqualTo(shape("", JSON.readTree(Samples.json(EventType.DATASET_SUBMITTED))));
    }

    @Test
    void beginsAHistory() {
        String id = Api.createJob();
        String file = acme().get("/v1/fine_tuning/jobs/" + id).path("training_file");

        JsonPath events = acme().get("/v1/fine_tuning/jobs/" + id + "/events").jsonPath();

        assertThat(events.getString("object")).isEqualTo("list");
        assertThat(events.getBoolean("has_more")).isFalse();
        assertThat(events.getList("data.message"))
                .isEqualTo(List.of("Validating training file: " + file, "Created fine-tuning job: " + id));
        Map<String, Object> event = events.getMap("data[0]");
        assertThat(event)
                .containsOnlyKeys("object", "id", "created_at", "level", "message", "type", "data")
                .containsEntry("object", "fine_tuning.job.event")
                .containsEntry("level", "info")
                .containsEntry("type", "message")
                .containsEntry("data", null);
        assertThat((String) event.get("id")).matches("ftevent-[0-9a-f]{32}");

        JsonPath rest = acme().get("/v1/fine_tuning/jobs/" + id + "/events?limit=1&after=" + event.get("id"))
                .jsonPath();
        assertThat(rest.getList("data.message")).isEqualTo(List.of("Created fine-tuning job: " + id));
        JsonPath first =
                acme().get("/v1/fine_tuning/jobs/" + id + "/events?limit=1").jsonPath();
        assertThat(first.getBoolean("has_more")).isTrue();
    }

    @Test
    void hasNoCheckpointsBeforeItHasSucceeded() {
        assertThat(acme().get("/v1/fine_tuning/jobs/" + Api.createJob() + "/checkpoints")
                        .jsonPath()
                        .<String, Object>getMap("$"))
                .containsEntry("object", "list")
                .containsEntry("data", List.of())
                .containsEntry("has_more", false)
                .containsEntry("first_id", null)
                .containsEntry("last_id", null);
    }

    @Test
    void listsJobsNewestFirstPageByPage() {
        String first = Api.createJob();
        String second = Api.createJob();
        String third = Api.createJob();

        JsonPath page = acme().get("/v1/fine_tuning/jobs?limit=2").jsonPath();
        assertThat(page.getList("data.id")).isEqualTo(List.of(third, second));
        assertThat(page.getBoolean("has_more")).isTrue();
        assertThat(acme().get("/v1/fine_tuning/jobs?limit=1&after=" + second)
                        .jsonPath()
                        .getList("data.id"))
                .isEqualTo(List.of(first));
    }

    @Test
    void filtersJobsByMetadata() {
        String file = Api.uploadTrainingFile(globex());
        String body = "{\"model\":\"burnish-tiny\",\"training_file\":\"" + file + "\",\"metadata\":%s}";
        String a = JobRequests.create(globex(), body.formatted("{\"team\":\"it's\",\"run\":\"1\"}"))
                .path("id");
        String b = JobRequests.create(globex(), body.formatted("{\"team\":\"it's\",\"run\":\"2\"}"))
                .path("id");
        String none = JobRequests.create(globex(), body.formatted("null")).path("id");

        assertThat(jobsOfGlobex("metadata[team]", "it's")).containsExactly(b, a);
        assertThat(globex().queryParam("metadata[team]", "it's")
                        .queryParam("metadata[run]", "1")
                        .get("/v1/fine_tuning/jobs")
                        .jsonPath()
                        .getList("data.id", String.class))
                .containsExactly(a);
        assertThat(jobsOfGlobex("metadata[team]", "it")).isEmpty();
        assertThat(jobsOfGlobex("metadata", "null")).contains(none).doesNotContain(a, b);
    }

    private static List<String> jobsOfGlobex(String parameter, String value) {
        return globex().queryParam(parameter, value)
                .get("/v1/fine_tuning/jobs")
                .jsonPath()
                .getList("data.id", String.class);
    }

    /** The path and type of every value. */
    private static Map<String, JsonNodeType> shape(String path, JsonNode node) {
        Map<String, JsonNodeType> shape = new TreeMap<>(Map.of(path, node.getNodeType()));
        node.properties().forEach(field -> shape.putAll(shape(path + "/" + field.getKey(), field.getValue())));
        return shape;
    }
}
