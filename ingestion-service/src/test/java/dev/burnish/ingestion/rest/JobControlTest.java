package dev.burnish.ingestion.rest;

import static dev.burnish.ingestion.testing.Api.acme;
import static dev.burnish.ingestion.testing.Api.globex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.JobCancelRequested;
import dev.burnish.contracts.JobPauseRequested;
import dev.burnish.contracts.JobResumeRequested;
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
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "ingestion"))
@WithTestResource(TestSettings.class)
class JobControlTest {

    @Test
    void asksThePipelineOnceToCancel() {
        String id = Api.createJob();

        for (int i = 0; i < 3; i++) {
            Response response = post(id, "cancel");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.jsonPath().getString("status")).isEqualTo("validating_files");
        }

        try (TestTopics topics = new TestTopics()) {
            Envelope envelope = topics.await(Topics.JOB_CANCEL_REQUESTED, id);
            assertThat(envelope.event()).isEqualTo(new JobCancelRequested(id));
            assertThat(envelope.sequence()).isEqualTo(2);
            assertThat(topics.records(Topics.JOB_CANCEL_REQUESTED))
                    .filteredOn(message -> Arrays.equals(message.key(), id.getBytes(StandardCharsets.UTF_8)))
                    .hasSize(1);
        }
        assertThat(history(id)).containsOnlyOnce("Cancellation requested");
        assertRefuses(post(id, "pause"), "job_not_pausable", "is being cancelled");
    }

    @Test
    void asksThePipelineToPauseAndThenToGoOnInThatOrder() {
        String id = Api.createJob();
        assertRefuses(post(id, "resume"), "job_not_paused", "is not paused: validating_files");

        for (int i = 0; i < 2; i++) {
            assertThat(post(id, "pause").statusCode()).isEqualTo(200);
        }
        assertThat(post(id, "resume").statusCode()).isEqualTo(200);

        try (TestTopics topics = new TestTopics()) {
            Envelope pause = topics.await(Topics.JOB_PAUSE_REQUESTED, id);
            Envelope resume = topics.await(Topics.JOB_RESUME_REQUESTED, id);
            assertThat(pause.event()).isEqualTo(new JobPauseRequested(id));
            assertThat(resume.event()).isEqualTo(new JobResumeRequested(id));
            assertThat(pause.sequence()).isEqualTo(2);
            assertThat(resume.sequence()).isEqualTo(3);
        }
        assertThat(history(id)).containsOnlyOnce("Pause requested", "The job goes on");
        assertRefuses(post(id, "resume"), "job_not_paused", "is not paused");
    }

    @Test
    void controlsNoJobOfAnotherTenant() {
        String id = Api.createJob();

        for (String action : List.of("cancel", "pause", "resume")) {
            assertThat(globex().post("/v1/fine_tuning/jobs/" + id + "/" + action)
                            .statusCode())
                    .isEqualTo(404);
            assertThat(post("ftjob-none", action).statusCode()).isEqualTo(404);
        }
    }

    private static Response post(String id, String action) {
        return acme().post("/v1/fine_tuning/jobs/" + id + "/" + action);
    }

    private static List<String> history(String id) {
        return acme().get("/v1/fine_tuning/jobs/" + id + "/events").jsonPath().getList("data.message", String.class);
    }

    private static void assertRefuses(Response response, String code, String message) {
        assertThat(response.statusCode()).isEqualTo(400);
        JsonPath error = response.jsonPath();
        assertThat(error.getString("error.code")).isEqualTo(code);
        assertThat(error.getString("error.message")).contains(message);
    }
}
