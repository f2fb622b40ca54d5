package dev.burnish.ingestion.rest;

import static dev.burnish.ingestion.testing.Api.acme;
import static dev.burnish.ingestion.testing.Api.globex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.contracts.Topics;
import dev.burnish.ingestion.testing.Api;
import dev.burnish.ingestion.testing.TestSettings;
import dev.burnish.kit.testing.RealParts;
import dev.burnish.kit.testing.TestTopics;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While the formatting service is away. */
@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "ingestion"))
@WithTestResource(TestSettings.class)
class JobEstimatesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"model\":\"burnish-tiny\"}",
                "{\"model\":\"burnish-tiny\",\"training_file\":\"file-none\"}",
                "{\"model\":\"gpt-x\",\"training_file\":\"FILE\"}",
                "{\"model\":\"burnish-tiny\",\"training_file\":\"FILE\",\"sufix\":\"x\"}",
                "{\"model\":\"burnish-tiny\",\"training_file\":\"FILE\",\"validation_file\":\"FILE\"}",
                "{\"model\":\"burnish-tiny\",\"training_file\":\"FILE\",\"hyperparameters\":{\"n_epochs\":51}}",
                "{\"model\":\"burnish-tiny\",\"training_file\":\"FILE\",\"burnish\":{\"lora\":{\"rank\":0}}}"
            })
    void refusesWhatAJobIsRefusedForWithTheSameError(String template) {
        String body = template.replace("FILE", Api.uploadTrainingFile(acme()));

        Response estimate = JobRequests.estimate(acme(), body);
        Response job = JobRequests.create(acme(), body);

        assertThat(job.statusCode()).isBetween(400, 404);
        assertThat(estimate.statusCode()).isEqualTo(job.statusCode());
        assertThat(estimate.asString()).isEqualTo(job.asString());
    }

    @Test
    void doesNotKnowAnotherTenantsFile() {
        Response response = JobRequests.estimate(globex(), request(Api.uploadTrainingFile(acme())));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.jsonPath().getString("error.code")).isEqualTo("file_not_found");
        assertThat(JobRequests.estimate(RestAssured.given(), "{}").statusCode()).isEqualTo(401);
    }

    @Test
    void saysThatFormattingIsAwayAndLeavesNothingBehind() {
        String file = Api.uploadTrainingFile(acme());
        List<String> before = jobs();

        Response response = JobRequests.estimate(acme(), request(file));

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(503);
        assertThat(response.header("Retry-After")).isEqualTo("5");
        assertThat(response.jsonPath().getString("error.type")).isEqualTo("server_error");
        assertThat(response.jsonPath().getString("error.message"))
                .contains("formatting service", "jobs can be created");
        assertThat(jobs()).isEqualTo(before);
        // The outbox keeps its order: what the estimate had published would stand before the job's event.
        String id = JobRequests.create(acme(), request(file)).path("id");
        try (TestTopics topics = new TestTopics()) {
            topics.await(Topics.DATASET_SUBMITTED, id);
            assertThat(topics.records(Topics.DATASET_SUBMITTED).stream()
                            .filter(record -> new String(record.value(), StandardCharsets.UTF_8).contains(file)))
                    .hasSize(1);
        }
    }

    private static String request(String file) {
        return "{\"model\":\"burnish-tiny\",\"training_file\":\"%s\"}".formatted(file);
    }

    private static List<String> jobs() {
        return acme().get("/v1/fine_tuning/jobs?limit=1000").jsonPath().getList("data.id", String.class);
    }
}
