package dev.burnish.kit.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.kit.KitTest;
import dev.burnish.kit.testing.RealParts;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@KitTest
@TestProfile(LimitedRequestsTest.LowLimits.class)
class LimitedRequestsTest {
    /** So few that nearly none come back while a test runs. */
    public static class LowLimits implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("burnish.rate-limits.requests-per-minute", "10");
        }
    }

    private static Response get(String path, String key) {
        return given().header("Authorization", "Bearer " + key).get(path);
    }

    @Test
    void everyAnswerSaysWhatIsLeft() {
        Response first = get("/v1/things", RealParts.OTHER_API_KEY);
        Response second = get("/v1/things/broken/missing", RealParts.OTHER_API_KEY);
        Response third = get("/v1/things/operators", RealParts.OTHER_API_KEY);

        assertThat(List.of(first.statusCode(), second.statusCode(), third.statusCode()))
                .containsExactly(200, 404, 403);
        assertThat(List.of(first, second, third)).allSatisfy(response -> {
            assertThat(response.header("x-ratelimit-limit-requests")).isEqualTo("10");
            assertThat(response.header("x-ratelimit-reset-requests")).matches("[1-9][0-9]*s");
        });
        assertThat(List.of(first, second, third))
                .extracting(response -> response.header("x-ratelimit-remaining-requests"))
                .containsExactly("9", "8", "7");
    }

    @Test
    void aRequestTooManyIsToldWhenToComeAgain() throws Exception {
        List<Response> responses = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(64)) {
            List<Future<Response>> calls = new ArrayList<>();
            for (int call = 0; call < 64; call++) {
                calls.add(executor.submit(() -> get("/v1/things", RealParts.API_KEY)));
            }
            for (Future<Response> call : calls) {
                responses.add(call.get());
            }
        }

        // One comes back every six seconds.
        assertThat(responses.stream().filter(response -> response.statusCode() == 200))
                .hasSizeBetween(10, 12);
        Response refused = responses.stream()
                .filter(response -> response.statusCode() != 200)
                .findFirst()
                .orElseThrow();
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.jsonPath().getString("error.type")).isEqualTo("requests");
        assertThat(refused.jsonPath().getString("error.code")).isEqualTo("rate_limit_exceeded");
        assertThat(refused.jsonPath().getString("error.message")).contains("Limit 10", "try again in");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 6);
        assertThat(refused.header("x-ratelimit-remaining-requests")).isEqualTo("0");
        assertThat(given().header("Authorization", "Bearer " + RealParts.API_KEY)
                        .contentType(ContentType.JSON)
                        .body("{\"name\": \"a\", \"epochs\": 1}")
                        .post("/v1/things")
                        .statusCode())
                .isEqualTo(429);
        assertThat(given().get("/v1/things/open").asString()).isEqualTo("open");
    }
}
