package dev.burnish.ingestion.rest;

import static dev.burnish.ingestion.testing.Api.acme;
import static dev.burnish.ingestion.testing.Api.globex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import dev.burnish.contracts.EventType;
import dev.burnish.ingestion.testing.Api;
import dev.burnish.ingestion.testing.OtherServices;
import dev.burnish.ingestion.testing.Receiver;
import dev.burnish.ingestion.testing.TestSettings;
import dev.burnish.kit.testing.RealParts;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "ingestion"))
@WithTestResource(TestSettings.class)
class WebhooksTest {
    private Receiver receiver;
    private OtherServices services;

    @BeforeEach
    void open() throws Exception {
        receiver = new Receiver();
        services = new OtherServices();
    }

    @AfterEach
    void close() {
        services.close();
        receiver.close();
        acme().get("/v1/webhooks")
                .jsonPath()
                .getList("data.id", String.class)
                .forEach(id -> acme().delete("/v1/webhooks/" + id).then().statusCode(200));
    }

    @Test
    void tellsHowAJobEndedWithASignatureThatHolds() throws Exception {
        JsonPath webhook = register("{\"url\":\"%s/hook\"}".formatted(receiver.url()));
        String job = Api.createJob();

        services.tell(job, EventType.MODEL_DEPLOYED);

        await().atMost(Duration.ofMinutes(1)).until(() -> receiver.calls().size() == 1);
        Receiver.Call call = receiver.calls().getFirst();
        assertThatCode(() -> new Webhook(webhook.getString("secret")).verify(call.body(), call.headers()))
                .doesNotThrowAnyException();
        JsonPath event = new JsonPath(call.body());
        assertThat(event.getString("object")).isEqualTo("event");
        assertThat(event.getString("type")).isEqualTo("fine_tuning.job.succeeded");
        assertThat(event.getString("data.id")).isEqualTo(job);
        assertThat(List.of(event.getString("id"))).isEqualTo(call.headers().get("Webhook-id"));
        awaitDelivery(webhook.getString("id"), "delivered", 1);
    }

    @Test
    void tellsAgainWhatWasNotAccepted() throws Exception {
        receiver.answer(500);
        String webhook = register("{\"url\":\"%s\"}".formatted(receiver.url())).getString("id");

        acme().post("/v1/webhooks/" + webhook + "/test").then().statusCode(200);

        JsonPath pending = awaitDelivery(webhook, "pending", 1);
        assertThat(pending.getString("data[0].type")).isEqualTo("webhook.test");
        assertThat(pending.getString("data[0].last_problem")).isEqualTo("answered with status 500");
        awaitDelivery(webhook, "delivered", 2);
        assertThat(receiver.calls()).hasSize(2);
        assertThat(receiver.calls().getFirst().body())
                .isEqualTo(receiver.calls().getLast().body());
    }

    @Test
    void tellsOnlyWhatWasAskedFor() throws Exception {
        register("{\"url\":\"%s\",\"events\":[\"fine_tuning.job.failed\"]}".formatted(receiver.url()));
        String cancelled = Api.createJob();
        services.tell(cancelled, EventType.JOB_CANCELLED);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> acme().get("/v1/fine_tuning/jobs/" + cancelled)
                        .path("status")
                        .equals("cancelled"));
        String failed = Api.createJob();
        services.tell(failed, EventType.JOB_FAILED);

        await().atMost(Duration.ofMinutes(1)).until(() -> !receiver.calls().isEmpty());

        assertThat(receiver.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.body()).contains("fine_tuning.job.failed", failed));
    }

    @Test
    void showsItsSecretOnce() {
        JsonPath created = register("{\"url\":\"https://example.com/hook\"}");

        assertThat(created.getString("secret")).startsWith("whsec_");
        String id = created.getString("id");
        assertThat(acme().get("/v1/webhooks/" + id).asString())
                .contains(id)
                .doesNotContain("secret", created.getString("secret"));
        assertThat(acme().get("/v1/webhooks").jsonPath().getList("data.id")).containsExactly(id);
    }

    @Test
    void belongsToItsTenantAlone() {
        String id = register("{\"url\":\"https://example.com/hook\"}").getString("id");

        for (Response response : List.of(
                globex().get("/v1/webhooks/" + id),
                globex().delete("/v1/webhooks/" + id),
                globex().post("/v1/webhooks/" + id + "/test"),
                globex().get("/v1/webhooks/" + id + "/deliveries"))) {
            assertThat(response.statusCode()).isEqualTo(404);
        }
        assertThat(globex().get("/v1/webhooks").jsonPath().getList("data")).isEmpty();
        assertThat(acme().get("/v1/webhooks/" + id).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | url | missing_required_parameter",
                "{\"url\":\"ftp://example.com\"} | url | invalid_url",
                "{\"url\":\"https://user:pass@example.com\"} | url | invalid_url",
                "{\"url\":\"https:///path\"} | url | invalid_url",
                "{\"url\":\"https://exa mple.com\"} | url | invalid_url",
                "{\"url\":\"https://example.com\",\"events\":[]} | events | invalid_value",
                "{\"url\":\"https://example.com\",\"events\":[\"webhook.test\"]} | events | invalid_value",
                "{\"url\":\"https://example.com\",\"secret\":\"mine\"} | secret | unknown_parameter"
            })
    void namesTheFieldThatIsWrong(String body, String param, String code) {
        Response response = acme().contentType(ContentType.JSON).body(body).post("/v1/webhooks");

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(400);
        assertThat(response.jsonPath().getString("error.param")).isEqualTo(param);
        assertThat(response.jsonPath().getString("error.code")).isEqualTo(code);
    }

    private static JsonPath register(String body) {
        Response response = acme().contentType(ContentType.JSON).body(body).post("/v1/webhooks");
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response.jsonPath();
    }

    private static JsonPath awaitDelivery(String webhook, String status, int attempts) {
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            JsonPath deliveries = deliveries(webhook);
            assertThat(deliveries.getString("data[0].status")).isEqualTo(status);
            assertThat(deliveries.getInt("data[0].attempts")).isEqualTo(attempts);
            if (status.equals("pending")) {
                assertThat(deliveries.getString("data[0].last_problem")).isNotNull();
            }
        });
        return deliveries(webhook);
    }

    private static JsonPath deliveries(String webhook) {
        return acme().get("/v1/webhooks/" + webhook + "/deliveries").jsonPath();
    }
}
