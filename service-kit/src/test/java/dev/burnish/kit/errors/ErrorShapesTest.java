package dev.burnish.kit.errors;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.kit.KitTest;
import dev.burnish.kit.testing.RealParts;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@KitTest
class ErrorShapesTest {
    private static RequestSpecification asTenant() {
        return given().header("Authorization", "Bearer " + RealParts.API_KEY);
    }

    /** Asserts the whole error object: four keys, always. */
    private static String assertError(
            Response response, int status, String type, @Nullable String param, @Nullable String code) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.contentType()).startsWith("application/json");
        assertThat(response.header("x-request-id")).isNotBlank();
        Map<String, Object> body = response.jsonPath().getMap("");
        assertThat(body).containsOnlyKeys("error");
        Map<String, Object> error = response.jsonPath().getMap("error");
        assertThat(error).containsOnlyKeys("message", "type", "param", "code");
        assertThat(error.get("type")).isEqualTo(type);
        assertThat(error.get("param")).isEqualTo(param);
        assertThat(error.get("code")).isEqualTo(code);
        return String.valueOf(error.get("message"));
    }

    private static Response post(String body) {
        return asTenant().contentType(ContentType.JSON).body(body).post("/v1/things");
    }

    @Test
    void namesThePlaceOfBrokenJson() {
        String message = assertError(
                post("{\"name\": \"a\",\n \"epochs\": }"), 400, "invalid_request_error", null, "invalid_json");

        assertThat(message).contains("line 2", "column 12");
    }

    @Test
    void refusesJsonThatEndsEarly() {
        assertError(post("{\"name\": \"a\""), 400, "invalid_request_error", null, "invalid_json");
    }

    @Test
    void namesTheFieldOfTheWrongType() {
        assertThat(assertError(
                        post("{\"name\": \"a\", \"epochs\": \"many\"}"),
                        400,
                        "invalid_request_error",
                        "epochs",
                        "invalid_type"))
                .contains("'epochs'", "integer")
                .doesNotContain("burnish", "java");
        assertThat(assertError(
                        post("{\"name\": \"a\", \"rates\": [1, {}]}"),
                        400,
                        "invalid_request_error",
                        "rates[1]",
                        "invalid_type"))
                .contains("a number");
        assertError(post("{\"name\": \"a\", \"kind\": \"BAD\"}"), 400, "invalid_request_error", "kind", "invalid_type");
        assertError(post("[]"), 400, "invalid_request_error", null, "invalid_type");
    }

    @Test
    void saysWhatAConstructorRefuses() {
        String message = assertError(post("{\"name\": \" \"}"), 400, "invalid_request_error", null, "invalid_value");

        assertThat(message).contains("name must not be blank");
    }

    @Test
    void namesTheFieldOutOfRange() {
        assertThat(assertError(
                        post("{\"name\": \"a\", \"epochs\": 51}"),
                        400,
                        "invalid_request_error",
                        "epochs",
                        "invalid_value"))
                .contains("50");
        assertError(
                asTenant().get("/v1/things/limited?limit=101"), 400, "invalid_request_error", "limit", "invalid_value");
    }

    @Test
    void refusesAnEmptyBody() {
        assertError(
                asTenant().contentType(ContentType.JSON).post("/v1/things"),
                400,
                "invalid_request_error",
                "thing",
                "invalid_value");
    }

    @Test
    void refusesNumbersAndNestingWithoutEnd() {
        assertThat(post("{\"epochs\": " + "9".repeat(2000) + "}").statusCode()).isEqualTo(400);
        assertThat(post("{\"rates\": " + "[".repeat(5000)).statusCode()).isEqualTo(400);
    }

    @Test
    void tellsUnknownPathsFromWrongMethodsAndTypes() {
        assertThat(assertError(asTenant().get("/v1/nothing"), 404, "invalid_request_error", null, "unknown_url"))
                .contains("GET /v1/nothing");
        assertError(asTenant().delete("/v1/things"), 405, "invalid_request_error", null, "method_not_supported");
        assertError(
                asTenant().contentType(ContentType.TEXT).body("a").post("/v1/things"),
                415,
                "invalid_request_error",
                null,
                "unsupported_content_type");
        assertThat(asTenant().get("/v1/things/limited?limit=many").statusCode()).isEqualTo(404);
    }

    @Test
    void answersWhatTheServiceSays() {
        assertError(asTenant().get("/v1/things/broken/missing"), 404, "invalid_request_error", "id", "thing_not_found");
        Response conflict = asTenant().get("/v1/things/broken/conflict");
        assertError(conflict, 409, "invalid_request_error", null, "thing_ended");
        assertThat(conflict.header("x-should-retry")).isEqualTo("false");
        assertError(asTenant().get("/v1/things/broken/large"), 413, "invalid_request_error", "file", null);
        Response away = asTenant().get("/v1/things/broken/away");
        assertError(away, 503, "server_error", null, "service_unavailable");
        assertThat(away.header("Retry-After")).isEqualTo("2");
    }

    @Test
    void leaksNothingOfAnUnexpectedFailure() {
        Response response = asTenant().header("x-request-id", "mine-7").get("/v1/things/broken/badly");

        assertThat(assertError(response, 500, "server_error", null, null)).contains("mine-7");
        assertThat(response.asString()).doesNotContain("secret", "Exception", "burnish");
        assertThat(response.header("x-request-id")).isEqualTo("mine-7");
    }

    @Test
    void asksToTryAgainWhileAPartIsAway() {
        Response response = asTenant().get("/v1/things/broken/database");

        assertError(response, 503, "server_error", null, "service_unavailable");
        assertThat(response.header("Retry-After")).isEqualTo("5");
        assertThat(response.asString()).doesNotContain("secret");
    }

    @Test
    void replacesARequestIdThatIsNone() {
        Response response = asTenant().header("x-request-id", "a b").get("/v1/things");

        assertThat(response.header("x-request-id")).startsWith("req_");
    }
}
