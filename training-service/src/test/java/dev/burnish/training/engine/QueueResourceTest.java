package dev.burnish.training.engine;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.JobProgressed;
import dev.burnish.contracts.Lora;
import dev.burnish.contracts.Topics;
import dev.burnish.contracts.TrainingPlan;
import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.kit.testing.RealParts;
import dev.burnish.kit.testing.TestTopics;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "training"))
@WithTestResource(SmallModels.class)
class QueueResourceTest {
    private static final Lora LORA = new Lora(4, 8, 0.1);

    private final TestTopics topics = new TestTopics();

    @Inject
    ObjectStore storage;

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void tellsAJobsPlaceAndWhenItIsExpectedToBegin() throws Exception {
        String earlier = queued(new TrainingPlan(3, 4, 1));
        topics.await(Topics.JOB_TRAINED, earlier);
        String running = queued(new TrainingPlan(60, 1, 0.1));
        topics.await(
                Topics.JOB_PROGRESSED,
                envelope -> envelope.event() instanceof JobProgressed progressed
                        && progressed.jobId().equals(running)
                        && progressed.step() > 0,
                1);
        String next = queued(new TrainingPlan(3, 4, 1));
        String last = queued(new TrainingPlan(3, 4, 1));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> get(last, RealParts.API_KEY).statusCode() == 200);

        JsonPath first = get(next, RealParts.API_KEY).jsonPath();
        assertThat(first.getString("status")).isEqualTo("queued");
        assertThat(first.getInt("place")).isEqualTo(1);
        assertThat(first.getInt("waiting")).isEqualTo(2);
        assertThat(first.getInt("training")).isEqualTo(1);
        JsonPath second = get(last, RealParts.API_KEY).jsonPath();
        assertThat(second.getInt("place")).isEqualTo(2);
        assertThat(second.getLong("estimated_start"))
                .isGreaterThanOrEqualTo(first.getLong("estimated_start"))
                .isGreaterThanOrEqualTo(Instant.now().getEpochSecond() - 1);
        JsonPath trained = get(earlier, RealParts.API_KEY).jsonPath();
        assertThat(trained.getString("status")).isEqualTo("trained");
        assertThat(trained.getString("place")).isNull();
        assertThat(trained.getString("estimated_start")).isNull();

        Response foreign = get(next, RealParts.OTHER_API_KEY);
        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(foreign.jsonPath().getString("error.code")).isEqualTo("queue_place_not_found");
        topics.await(Topics.JOB_TRAINED, last);
    }

    private String queued(TrainingPlan plan) throws Exception {
        DatasetFormatted dataset = new TrainingJobs(storage).dataset(SmallModels.SMALL, 42, plan, LORA);
        topics.publish(TrainingJobs.envelope(dataset, 1));
        return dataset.job().id();
    }

    private static Response get(String jobId, String key) {
        return given().header("Authorization", "Bearer " + key).get("/v1/fine_tuning/jobs/" + jobId + "/queue");
    }
}
