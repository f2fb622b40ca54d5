package dev.burnish.ingestion.rest;

import static dev.burnish.ingestion.testing.Api.acme;
import static dev.burnish.ingestion.testing.Api.globex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.ingestion.testing.Api;
import dev.burnish.ingestion.testing.TestSettings;
import dev.burnish.kit.testing.RealParts;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "ingestion"))
@WithTestResource(TestSettings.class)
class TenantIsolationTest {
    @ParameterizedTest
    @CsvSource({
        "GET, /v1/files/{file}",
        "DELETE, /v1/files/{file}",
        "GET, /v1/files/{file}/content",
        "GET, /v1/fine_tuning/jobs/{job}",
        "POST, /v1/fine_tuning/jobs/{job}/cancel",
        "GET, /v1/fine_tuning/jobs/{job}/events",
        "GET, /v1/fine_tuning/jobs/{job}/checkpoints"
    })
    void answersAnotherTenantsIdLikeOneThatDoesNotExist(Method method, String path) {
        String job = Api.createJob();
        String file = acme().get("/v1/fine_tuning/jobs/" + job).path("training_file");
        String absent = "0".repeat(32);

        Response foreign = globex().request(method, path.replace("{file}", file).replace("{job}", job));
        Response unknown = globex().request(
                        method, path.replace("{file}", "file-" + absent).replace("{job}", "ftjob-" + absent));

        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(foreign.asString().replace(file, "ID").replace(job, "ID"))
                .isEqualTo(unknown.asString().replace("file-" + absent, "ID").replace("ftjob-" + absent, "ID"));
        assertThat(acme().request(method, path.replace("{file}", file).replace("{job}", job))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void listsNothingOfAnotherTenant() {
        String job = Api.createJob();
        String file = acme().get("/v1/fine_tuning/jobs/" + job).path("training_file");

        assertThat(globex().get("/v1/fine_tuning/jobs?limit=1000").jsonPath().getList("data.id", String.class))
                .doesNotContain(job);
        assertThat(globex().get("/v1/files").jsonPath().getList("data.id", String.class))
                .doesNotContain(file);
    }

    /** The job's history is the tenant's, and so is the event that a page goes on after. */
    @Test
    void takesNoEventOfAnotherJobToGoOnAfter() {
        String event = acme().get("/v1/fine_tuning/jobs/" + Api.createJob() + "/events")
                .path("data[0].id");

        assertThat(acme().get("/v1/fine_tuning/jobs/" + Api.createJob() + "/events?after=" + event)
                        .statusCode())
                .isEqualTo(404);
    }
}
