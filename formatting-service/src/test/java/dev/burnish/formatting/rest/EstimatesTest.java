package dev.burnish.formatting.rest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.DatasetSubmitted;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.EventType;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.Hyperparameters;
import dev.burnish.contracts.Lora;
import dev.burnish.contracts.Samples;
import dev.burnish.contracts.SubmittedFile;
import dev.burnish.kit.Ids;
import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.kit.testing.RealParts;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "formatting"))
class EstimatesTest {
    private final ObjectStore store;

    EstimatesTest(ObjectStore store) {
        this.store = store;
    }

    @Test
    void answersWithSnakeCaseAndEveryField() throws Exception {
        Response response = ask(RealParts.API_KEY, RealParts.TENANT, upload(RealParts.TENANT, 60));

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        JsonPath estimate = response.jsonPath();
        assertThat(estimate.getMap("$"))
                .containsOnlyKeys(
                        "object",
                        "model",
                        "method",
                        "seed",
                        "allowed_to_proceed",
                        "reasons",
                        "extrapolated",
                        "examples",
                        "tokens",
                        "training",
                        "success",
                        "prompt_first",
                        "quality",
                        "warnings");
        assertThat(estimate.getString("object")).isEqualTo("fine_tuning.job.estimate");
        assertThat(estimate.getBoolean("allowed_to_proceed")).isTrue();
        assertThat(estimate.getInt("examples.training")).isEqualTo(54);
        assertThat(estimate.getInt("examples.validation")).isEqualTo(6);
        assertThat(estimate.getInt("examples.duplicates_removed")).isZero();
        assertThat(estimate.getMap("training"))
                .containsOnlyKeys(
                        "n_epochs",
                        "batch_size",
                        "learning_rate_multiplier",
                        "beta",
                        "steps",
                        "seconds",
                        "measured_trainings",
                        "memory",
                        "cost");
        assertThat(estimate.getInt("training.steps")).isEqualTo(3 * 54);
        assertThat(estimate.getLong("tokens.trained")).isEqualTo(3 * estimate.getLong("tokens.training"));
        assertThat(estimate.getList("training.memory.precision")).isEqualTo(List.of("bf16", "fp32"));
        assertThat(estimate.getLong("training.memory[0].least")).isPositive();
    }

    @Test
    void readsForEachCallerTheirOwnFilesAlone() throws Exception {
        SubmittedFile own = upload(RealParts.TENANT, 12);
        SubmittedFile foreign = upload(RealParts.OTHER_TENANT, 12);

        assertThat(ask(RealParts.API_KEY, RealParts.TENANT, own).statusCode()).isEqualTo(200);
        assertThat(ask(RealParts.API_KEY, RealParts.OTHER_TENANT, foreign).statusCode())
                .isEqualTo(403);
        assertThat(ask(RealParts.API_KEY, RealParts.TENANT, foreign).statusCode())
                .isEqualTo(403);
        assertThat(ask(RealParts.OTHER_API_KEY, RealParts.TENANT, own).statusCode())
                .isEqualTo(403);
        assertThat(ask("sk-burnish-wrong", RealParts.TENANT, own).statusCode()).isEqualTo(401);
    }

    @Test
    void refusesWhatIsNoSubmission() {
        for (String body : List.of("{", "{}", Samples.json(EventType.JOB_TRAINED))) {
            Response response = post(RealParts.API_KEY, body);

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.jsonPath().getString("error.code")).isEqualTo("malformed_event");
        }
    }

    private Response ask(String key, String tenant, SubmittedFile file) {
        FineTuningJob job = new FineTuningJob(
                Ids.create("ftjob-"),
                tenant,
                "burnish-tiny",
                "ft:burnish-tiny:" + tenant + "::1a2b3c4d",
                42,
                Hyperparameters.AUTO,
                Lora.DEFAULT);
        return post(
                key,
                CloudEvents.write(new Envelope(
                        Ids.create("evt-"),
                        "/burnish/ingestion",
                        Instant.now(),
                        tenant,
                        1,
                        new DatasetSubmitted(job, file, null))));
    }

    private static Response post(String key, String body) {
        return given().header("Authorization", "Bearer " + key)
                .header("Content-Type", CloudEvents.CONTENT_TYPE)
                .body(body.getBytes(UTF_8))
                .post("/internal/estimates");
    }

    private SubmittedFile upload(String tenant, int count) throws Exception {
        String file = Ids.create("file-");
        String rows = String.join(
                "\n",
                IntStream.range(0, count).mapToObj(i -> """
                                {"messages":[{"role":"user","content":"Order %d has not come."},{"role":"assistant","content":"It comes on day %d."}]}""".formatted(i, i)).toList());
        Artifact content = store.put(
                "tenants/" + tenant + "/files/" + file, new ByteArrayInputStream(rows.getBytes(UTF_8)), "text/plain");
        return new SubmittedFile(file, "orders.jsonl", content);
    }
}
