package dev.burnish.ingestion.messaging;

import static dev.burnish.ingestion.testing.Api.acme;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.contracts.EventType;
import dev.burnish.contracts.Topics;
import dev.burnish.ingestion.testing.Api;
import dev.burnish.ingestion.testing.OtherServices;
import dev.burnish.ingestion.testing.TestSettings;
import dev.burnish.kit.testing.RealParts;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "ingestion"))
@WithTestResource(TestSettings.class)
class JobEventsListenerTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final OtherServices services = new OtherServices();

    @AfterEach
    void close() {
        services.close();
    }

    @Test
    void followsAJobToItsModel() throws Exception {
        String id = Api.createJob();

        services.tell(id, EventType.DATASET_FORMATTED);
        JsonPath queued = awaitStatus(id, "queued");
        assertThat(queued.getMap("hyperparameters"))
                .isEqualTo(Map.of("n_epochs", 6, "batch_size", 4, "learning_rate_multiplier", 1.0f));

        services.tell(id, EventType.JOB_PROGRESSED, data -> data.put("step", 0));
        awaitStatus(id, "running");
        services.tell(id, EventType.JOB_PROGRESSED);
        awaitTrue(
                id,
                job -> assertThat(job.getLong("estimated_finish"))
                        .isEqualTo(services.now().plusSeconds(38).getEpochSecond()));

        services.tell(id, EventType.JOB_TRAINED);
        services.tell(id, EventType.JOB_EVALUATED);
        awaitTrue(id, job -> assertThat(job.getLong("trained_tokens")).isEqualTo(270_720));
        assertThat(job(id).getString("status")).isEqualTo("running");
        assertThat(job(id).getString("fine_tuned_model")).isNull();

        services.tell(id, EventType.MODEL_DEPLOYED);
        JsonPath succeeded = awaitStatus(id, "succeeded");
        assertThat(succeeded.getString("fine_tuned_model"))
                .isEqualTo("ft:burnish-tiny:acme::" + id.substring(id.length() - 8));
        assertThat(succeeded.getLong("finished_at")).isEqualTo(services.now().getEpochSecond());
        assertThat(succeeded.<Object>get("error")).isNull();
        assertThat(succeeded.<Object>get("estimated_finish")).isNull();
        assertResultFile(succeeded.getString("result_files[0]"));
        assertHistory(id);
    }

    private static void assertResultFile(String id) {
        JsonPath file = acme().get("/v1/files/" + id).jsonPath();
        assertThat(file.getString("purpose")).isEqualTo("fine-tune-results");
        assertThat(file.getString("filename")).isEqualTo("step_metrics.csv");
        assertThat(file.getInt("bytes")).isEqualTo(20_110);
    }

    private static void assertHistory(String id) {
        JsonPath events =
                acme().get("/v1/fine_tuning/jobs/" + id + "/events?limit=8").jsonPath();
        assertThat(events.getList("data.message", String.class))
                .containsExactly(
                        "The job has successfully completed",
                        "New fine-tuned model created: ft:burnish-tiny:acme::" + id.substring(id.length() - 8),
                        "Evaluation on 40 examples: exact match 0.00 -> 0.95, loss 3.21 -> 0.02",
                        "Step 120/540: training loss=0.41",
                        "Fine-tuning job started",
                        "Files validated, moving job to queued state",
                        "Dataset report: 0 errors, 2 warnings, quality 91 of 100; see /v1/fine_tuning/jobs/" + id
                                + "/report.html",
                        "Validating training file: "
                                + acme().get("/v1/fine_tuning/jobs/" + id).path("training_file"));
        assertThat(events.getString("data[3].type")).isEqualTo("metrics");
        assertThat(events.getMap("data[3].data"))
                .isEqualTo(Map.of(
                        "step", 120,
                        "total_steps", 540,
                        "epoch", 1.33f,
                        "train_loss", 0.412f,
                        "train_mean_token_accuracy", 0.91f,
                        "learning_rate", 0.0021f,
                        "gradient_norm", 0.87f,
                        "tokens_per_second", 5321.5f,
                        "seconds_left", 38.2f));
    }

    @Test
    void showsWhyTheFilesAreNoGood() throws Exception {
        String id = Api.createJob();

        services.tell(id, EventType.DATASET_REJECTED);

        JsonPath failed = awaitStatus(id, "failed");
        assertThat(failed.getMap("error"))
                .isEqualTo(Map.of(
                        "code",
                        "invalid_training_file",
                        "message",
                        "Line 173 is not JSON: unexpected end of input. Each line must be one whole JSON object.",
                        "param",
                        "training_file"));
        assertThat(failed.getString("fine_tuned_model")).isNull();
        assertRefusesToCancel(id, "has already ended: failed");
    }

    @Test
    void cancelsAJobThatHasStopped() throws Exception {
        String id = Api.createJob();
        acme().post("/v1/fine_tuning/jobs/" + id + "/cancel").then().statusCode(200);

        services.tell(id, EventType.JOB_CANCELLED);

        assertThat(awaitStatus(id, "cancelled").<Object>get("error")).isNull();
        assertRefusesToCancel(id, "has already ended: cancelled");
    }

    @Test
    void refusesToCancelAJobThatHasFinishedTraining() throws Exception {
        String id = Api.createJob();

        services.tell(id, EventType.JOB_TRAINED);
        awaitStatus(id, "running");

        assertRefusesToCancel(id, "has finished training");
    }

    @Test
    void showsThatAJobIsPausedUntilItIsResumed() throws Exception {
        String id = Api.createJob();
        services.tell(id, EventType.DATASET_FORMATTED);
        services.tell(id, EventType.JOB_PROGRESSED);
        awaitStatus(id, "running");
        acme().post("/v1/fine_tuning/jobs/" + id + "/pause").then().statusCode(200);
        assertThat(job(id).getString("status")).isEqualTo("running");

        services.tell(id, EventType.JOB_PAUSED);
        assertThat(awaitStatus(id, "paused").<Object>get("estimated_finish")).isNull();

        assertThat(acme().post("/v1/fine_tuning/jobs/" + id + "/resume")
                        .jsonPath()
                        .getString("status"))
                .isEqualTo("queued");
        services.tell(id, EventType.JOB_PROGRESSED);
        awaitStatus(id, "running");
    }

    @Test
    void listsTheCheckpointsOfAJobThatHasSucceeded() throws Exception {
        String id = Api.createJob();
        services.tell(id, EventType.JOB_TRAINED, data -> {
            addCheckpoint(data, 90, 0.5);
            addCheckpoint(data, 180, null);
        });
        awaitTrue(id, job -> assertThat(job.getLong("trained_tokens")).isEqualTo(270_720));
        String path = "/v1/fine_tuning/jobs/" + id + "/checkpoints";
        assertThat(acme().get(path).jsonPath().getList("data")).isEmpty();

        services.tell(id, EventType.MODEL_DEPLOYED);
        String model = awaitStatus(id, "succeeded").getString("fine_tuned_model");
        JsonPath list = acme().get(path).jsonPath();
        assertThat(list.getList("data.fine_tuned_model_checkpoint"))
                .isEqualTo(List.of(model + ":ckpt-step-180", model + ":ckpt-step-90"));
        assertThat(list.getList("data.step_number")).isEqualTo(List.of(180, 90));
        assertThat(list.getString("data[0].object")).isEqualTo("fine_tuning.job.checkpoint");
        assertThat(list.getString("data[0].fine_tuning_job_id")).isEqualTo(id);
        assertThat(list.getMap("data[0].metrics"))
                .isEqualTo(Map.of("step", 180, "train_loss", 0.25f, "train_mean_token_accuracy", 0.75f));
        assertThat(list.getMap("data[1].metrics"))
                .containsEntry("full_valid_loss", 0.5f)
                .containsEntry("full_valid_mean_token_accuracy", 0.5f);
        JsonPath rest = acme().get(path + "?limit=1&after=" + list.getString("first_id"))
                .jsonPath();
        assertThat(rest.getList("data.step_number")).isEqualTo(List.of(90));
        assertThat(rest.getBoolean("has_more")).isFalse();
    }

    private static void addCheckpoint(ObjectNode trained, int step, @Nullable Double validation) {
        ObjectNode checkpoint = ((ArrayNode) trained.get("checkpoints")).addObject();
        checkpoint.put("step", step);
        checkpoint.set("adapter", trained.get("adapter"));
        checkpoint.put("train_loss", 0.25);
        checkpoint.put("train_accuracy", 0.75);
        checkpoint.put("valid_loss", validation);
        checkpoint.put("valid_accuracy", validation);
    }

    private static void assertRefusesToCancel(String id, String message) {
        JsonPath refusal = acme().post("/v1/fine_tuning/jobs/" + id + "/cancel")
                .then()
                .statusCode(400)
                .extract()
                .jsonPath();
        assertThat(refusal.getString("error.code")).isEqualTo("job_not_cancellable");
        assertThat(refusal.getString("error.message")).contains(message);
    }

    @Test
    void endsTheSameWithEveryEventTwiceAndTopicsInAnyOrder() throws Exception {
        Random random = new Random(20261124);
        for (int round = 0; round < 3; round++) {
            String id = Api.createJob();
            List<EventType> types = Arrays.asList(
                    EventType.DATASET_FORMATTED,
                    EventType.JOB_PROGRESSED,
                    EventType.JOB_TRAINED,
                    EventType.JOB_EVALUATED,
                    EventType.MODEL_DEPLOYED);
            Map<EventType, String> told = new HashMap<>();
            for (EventType type : types) {
                told.put(type, services.event(id, type, data -> {}));
            }
            Collections.shuffle(types, random);
            for (EventType type : types) {
                services.topics().publishRaw(type.topic(), id, told.get(type));
                services.topics().publishRaw(type.topic(), id, told.get(type));
            }

            awaitTrue(id, job -> {
                assertThat(job.getString("status")).isEqualTo("succeeded");
                assertThat(job.getList("result_files")).hasSize(1);
                assertThat(job.getInt("hyperparameters.n_epochs")).isEqualTo(6);
                assertThat(acme().get("/v1/fine_tuning/jobs/" + id + "/events")
                                .jsonPath()
                                .getList("data.message", String.class))
                        .hasSize(8)
                        .startsWith("The job has successfully completed")
                        .endsWith("Created fine-tuning job: " + id);
            });
        }
    }

    @Test
    void leavesAJobAloneThatAnotherTenantsEventNames() throws Exception {
        String id = Api.createJob();
        ObjectNode event = (ObjectNode) JSON.readTree(services.event(id, EventType.JOB_CANCELLED, data -> {}));
        services.topics()
                .publishRaw(
                        Topics.JOB_CANCELLED, id, event.put("tenant", "globex").toString());

        services.tell(id, EventType.DATASET_FORMATTED);
        awaitStatus(id, "queued");
        String later = Api.createJob();
        services.tell(later, EventType.JOB_CANCELLED);
        awaitStatus(later, "cancelled");

        assertThat(job(id).getString("status")).isEqualTo("queued");
    }

    @Test
    void goesOnAfterARecordThatIsNoEvent() throws Exception {
        String id = Api.createJob();
        String junk = "{\"specversion\":\"1.0\",\"id\":\"" + UUID.randomUUID() + "\"}";

        services.topics().publishRaw(Topics.DATASET_FORMATTED, id, junk);
        services.tell(id, EventType.DATASET_FORMATTED);

        awaitStatus(id, "queued");
        services.topics()
                .awaitRecords(
                        Topics.deadLetters("ingestion"),
                        message -> new String(message.value(), StandardCharsets.UTF_8).equals(junk),
                        1);
    }

    @Test
    void storesAMessageWithCharactersThatTheDatabaseHasNot() throws Exception {
        String id = Api.createJob();

        services.tell(
                id,
                EventType.JOB_FAILED,
                data -> ((ObjectNode) data.get("failure")).put("message", "Line 1: a\u0000b"));

        assertThat(awaitStatus(id, "failed").getString("error.message")).isEqualTo("Line 1: a\uFFFDb");
    }

    private static JsonPath awaitStatus(String id, String status) {
        awaitTrue(id, job -> assertThat(job.getString("status")).isEqualTo(status));
        return job(id);
    }

    private static void awaitTrue(String id, Consumer<JsonPath> condition) {
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> condition.accept(job(id)));
    }

    private static JsonPath job(String id) {
        return acme().get("/v1/fine_tuning/jobs/" + id).jsonPath();
    }
}
