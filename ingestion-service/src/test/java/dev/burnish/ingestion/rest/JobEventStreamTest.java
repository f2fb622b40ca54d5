package dev.burnish.ingestion.rest;

import static dev.burnish.ingestion.testing.Api.acme;
import static dev.burnish.ingestion.testing.Api.globex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.contracts.EventType;
import dev.burnish.ingestion.testing.Api;
import dev.burnish.ingestion.testing.OtherServices;
import dev.burnish.ingestion.testing.TestSettings;
import dev.burnish.kit.testing.RealParts;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "ingestion"))
@WithTestResource(TestSettings.class)
@Timeout(120)
class JobEventStreamTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private OtherServices services;

    @BeforeEach
    void open() {
        services = new OtherServices();
    }

    @AfterEach
    void close() {
        services.close();
        client.shutdownNow();
    }

    @Test
    void tellsEachEventAsItHappensAndEndsWithTheJob() throws Exception {
        String job = Api.createJob();

        try (Stream<String> lines = open(job, "?stream=true", null).body()) {
            Iterator<String> stream = lines.iterator();
            assertThat(message(stream)).isEqualTo("Created fine-tuning job: " + job);
            assertThat(message(stream)).startsWith("Validating training file: file-");
            services.tell(job, EventType.DATASET_FORMATTED);
            assertThat(message(stream)).startsWith("Dataset report: ");
            assertThat(message(stream)).isEqualTo("Files validated, moving job to queued state");
            services.tell(job, EventType.MODEL_DEPLOYED);
            assertThat(message(stream)).startsWith("New fine-tuned model created: ft:");
            assertThat(message(stream)).isEqualTo("The job has successfully completed");
            assertThat(data(stream)).isEqualTo("[DONE]");
            stream.forEachRemaining(line -> assertThat(line).isEmpty());
        }
    }

    @Test
    void goesOnAfterTheLastEventSeen() throws Exception {
        String job = Api.createJob();
        services.tell(job, EventType.JOB_FAILED);
        List<String> all = whole(open(job, "", null));

        String second =
                all.stream().filter(line -> line.startsWith("id:")).toList().get(1);
        List<String> rest = whole(open(job, "", second.substring("id:".length()).strip()));

        assertThat(all).filteredOn(line -> line.startsWith("id:")).hasSize(3);
        assertThat(rest).isEqualTo(all.subList(all.indexOf(second) + 3, all.size()));
    }

    @Test
    void asksNoProxyToHoldItBack() throws Exception {
        String job = Api.createJob();
        services.tell(job, EventType.JOB_CANCELLED);

        HttpResponse<Stream<String>> response = open(job, "?stream=true", null);

        assertThat(response.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(response.headers().firstValue("x-accel-buffering")).hasValue("no");
        whole(response);
    }

    @Test
    void refusesToGoOnAfterAnEventThatTheJobHasNot() {
        String job = Api.createJob();

        acme().header("Last-Event-ID", "ftevent-" + "0".repeat(32))
                .get("/v1/fine_tuning/jobs/" + job + "/events?stream=true")
                .then()
                .statusCode(404);
        globex().get("/v1/fine_tuning/jobs/" + job + "/events?stream=true")
                .then()
                .statusCode(404);
    }

    private HttpResponse<Stream<String>> open(String job, String query, @Nullable String lastEventId) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port
                        + "/v1/fine_tuning/jobs/" + job + "/events" + query))
                .header("Authorization", "Bearer " + RealParts.API_KEY)
                .timeout(Duration.ofMinutes(1));
        if (query.isEmpty()) {
            request.header("Accept", "text/event-stream");
        }
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<Stream<String>> response = client.send(request.build(), BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        return response;
    }

    private static List<String> whole(HttpResponse<Stream<String>> response) {
        try (Stream<String> lines = response.body()) {
            return new ArrayList<>(lines.toList());
        }
    }

    private static String message(Iterator<String> stream) {
        return new JsonPath(data(stream)).getString("message");
    }

    private static String data(Iterator<String> stream) {
        while (stream.hasNext()) {
            String line = stream.next();
            if (line.startsWith("data:")) {
                return line.substring("data:".length()).strip();
            }
        }
        throw new AssertionError("the stream has ended");
    }
}
