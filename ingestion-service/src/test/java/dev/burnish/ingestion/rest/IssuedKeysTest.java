package dev.burnish.ingestion.rest;

import static dev.burnish.ingestion.testing.Api.acme;
import static dev.burnish.ingestion.testing.Api.as;
import static dev.burnish.ingestion.testing.Api.globex;
import static dev.burnish.ingestion.testing.Api.operator;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.burnish.contracts.ApiKeyChanged;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.Topics;
import dev.burnish.ingestion.testing.Api;
import dev.burnish.ingestion.testing.TestSettings;
import dev.burnish.kit.testing.RealParts;
import dev.burnish.kit.testing.TestTopics;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "ingestion"))
@WithTestResource(TestSettings.class)
class IssuedKeysTest {
    private static final String KEYS = "/operator/api-keys";

    @Test
    void aKeyIsShownOnceAndWorksAtOnceUntilItIsRevoked() {
        JsonPath key = create("{\"tenant\":\"globex\",\"name\":\"ci\"}");

        String value = key.getString("value");
        assertThat(value).matches("sk-burnish-[0-9a-f]{64}");
        assertThat(key.getString("redacted_value")).isEqualTo("sk-burnish-..." + value.substring(value.length() - 4));
        assertThat(key.getList("scopes")).containsExactly("read", "write", "inference");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> as(value).get("/v1/files").statusCode() == 200);
        String file = Api.uploadTrainingFile(as(value));
        assertThat(globex().get("/v1/files/" + file).statusCode()).isEqualTo(200);
        assertThat(operator().get(KEYS + "/" + key.getString("id")).asString()).doesNotContain(value);

        Response revoked = operator().delete(KEYS + "/" + key.getString("id"));

        assertThat(revoked.jsonPath().getBoolean("deleted")).isTrue();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> as(value).get("/v1/files").statusCode() == 401);
        assertThat(operator().get(KEYS + "/" + key.getString("id")).jsonPath().getLong("revoked_at"))
                .isBetween(key.getLong("created_at"), Instant.now().getEpochSecond());
        assertThat(operator().delete(KEYS + "/" + key.getString("id")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void theOtherServicesAreToldWhatTheyNeedAndNotTheKey() throws Exception {
        long expiry = Instant.now().getEpochSecond() + 3600;
        JsonPath key = create(
                "{\"tenant\":\"globex\",\"name\":\"app\",\"scopes\":[\"inference\",\"inference\"],\"expires_at\":%d}"
                        .formatted(expiry));
        operator().delete(KEYS + "/" + key.getString("id")).then().statusCode(200);

        String digest = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(key.getString("value").getBytes(UTF_8)));
        try (TestTopics topics = new TestTopics()) {
            List<Envelope> events = topics.await(
                    Topics.API_KEY_CHANGED, event -> event.event().subject().equals(key.getString("id")), 2);
            assertThat(events)
                    .extracting(Envelope::event)
                    .containsExactly(changed(key, digest, expiry, false), changed(key, digest, expiry, true));
            assertThat(events).extracting(Envelope::tenant).containsOnly("globex");
            assertThat(topics.records(Topics.API_KEY_CHANGED))
                    .allSatisfy(event ->
                            assertThat(new String(event.value(), UTF_8)).doesNotContain(key.getString("value")));
        }
    }

    private static ApiKeyChanged changed(JsonPath key, String digest, long expiry, boolean revoked) {
        return new ApiKeyChanged(key.getString("id"), "globex", digest, List.of("inference"), expiry, revoked);
    }

    @Test
    void listsAllKeysOrATenantsNewestFirst() {
        String first = create("{\"tenant\":\"hooli\",\"name\":\"one\"}").getString("id");
        String other = create("{\"tenant\":\"globex\",\"name\":\"two\"}").getString("id");
        String last = create("{\"tenant\":\"hooli\",\"name\":\"three\"}").getString("id");

        assertThat(operator().get(KEYS).jsonPath().getList("data.id", String.class))
                .containsSubsequence(last, other, first);
        JsonPath page = operator().get(KEYS + "?tenant=hooli&limit=1").jsonPath();
        assertThat(page.getList("data.id")).containsExactly(last);
        assertThat(page.getBoolean("has_more")).isTrue();
        assertThat(operator()
                        .get(KEYS + "?tenant=hooli&after=" + last)
                        .jsonPath()
                        .getList("data.id"))
                .containsExactly(first);
    }

    @Test
    void onlyOperatorsManageKeys() {
        String id = create("{\"tenant\":\"globex\",\"name\":\"one\"}").getString("id");

        for (Response response : List.of(
                acme().get(KEYS),
                acme().get(KEYS + "/" + id),
                acme().delete(KEYS + "/" + id),
                acme().contentType(ContentType.JSON)
                        .body("{\"tenant\":\"globex\",\"name\":\"one\"}")
                        .post(KEYS))) {
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.jsonPath().getString("error.message")).contains("Missing scopes: operator.");
        }
    }

    @Test
    void aKeyThatOnlyReadsChangesNothing() {
        String value = create("{\"tenant\":\"globex\",\"name\":\"one\",\"scopes\":[\"read\"]}")
                .getString("value");
        String file = Api.uploadTrainingFile(globex());
        await().atMost(Duration.ofSeconds(30))
                .until(() -> as(value).get("/v1/files/" + file).statusCode() == 200);

        for (Response response : List.of(
                as(value).delete("/v1/files/" + file),
                as(value)
                        .multiPart("purpose", "fine-tune")
                        .multiPart("file", "a.jsonl", Api.ROWS.getBytes(UTF_8))
                        .post("/v1/files"),
                as(value).contentType(ContentType.JSON).body("{}").post("/v1/fine_tuning/jobs"),
                as(value).contentType(ContentType.JSON).body("{}").post("/v1/uploads"),
                as(value).contentType(ContentType.JSON).body("{}").post("/v1/webhooks"),
                as(value).post("/v1/fine_tuning/jobs/ftjob-1/cancel"))) {
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.jsonPath().getString("error.message")).contains("Missing scopes: write.");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"a\"} | tenant | missing_required_parameter",
                "{\"tenant\":\"a/b\",\"name\":\"a\"} | tenant | invalid_value",
                "{\"tenant\":\"a\"} | name | missing_required_parameter",
                "{\"tenant\":\"a\",\"name\":\" \"} | name | invalid_value",
                "{\"tenant\":\"a\",\"name\":\"a\",\"scopes\":[]} | scopes | invalid_value",
                "{\"tenant\":\"a\",\"name\":\"a\",\"scopes\":[\"all\"]} | scopes | invalid_value",
                "{\"tenant\":\"a\",\"name\":\"a\",\"expires_at\":1} | expires_at | invalid_value",
                "{\"tenant\":\"a\",\"name\":\"a\",\"expires_at\":\"soon\"} | expires_at | invalid_type",
                "{\"tenant\":\"a\",\"name\":\"a\",\"value\":\"sk-mine\"} | value | unknown_parameter"
            })
    void namesTheFieldThatIsWrong(String body, String param, String code) {
        Response response = operator().contentType(ContentType.JSON).body(body).post(KEYS);

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(400);
        assertThat(response.jsonPath().getString("error.param")).isEqualTo(param);
        assertThat(response.jsonPath().getString("error.code")).isEqualTo(code);
    }

    @Test
    void knowsNoOtherKeys() {
        for (String id : List.of("key_" + "0".repeat(32), "key_1", "%00")) {
            assertThat(operator().get(KEYS + "/" + id).statusCode()).isEqualTo(404);
            Response response = operator().delete(KEYS + "/" + id);
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.jsonPath().getString("error.code")).isEqualTo("api_key_not_found");
        }
    }

    private static JsonPath create(String body) {
        Response response = operator().contentType(ContentType.JSON).body(body).post(KEYS);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response.jsonPath();
    }
}
