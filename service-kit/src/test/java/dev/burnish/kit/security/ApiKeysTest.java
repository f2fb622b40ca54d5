package dev.burnish.kit.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.burnish.kit.KitTest;
import dev.burnish.kit.testing.RealParts;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@KitTest
class ApiKeysTest {
    private static Response get(String path, String authorization) {
        return given().header("Authorization", authorization).get(path);
    }

    private static void assertUnauthorized(Response response) {
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(response.jsonPath().getString("error.type")).isEqualTo("invalid_request_error");
        assertThat(response.jsonPath().getString("error.code")).isEqualTo("invalid_api_key");
        assertThat(response.header("x-request-id")).isNotBlank();
    }

    @Test
    void knowsTheTenantByItsKey() {
        assertThat(get("/v1/things", "Bearer " + RealParts.API_KEY).jsonPath().getString("tenant"))
                .isEqualTo(RealParts.TENANT);
        assertThat(get("/v1/things", "bearer " + RealParts.OTHER_API_KEY)
                        .jsonPath()
                        .getString("tenant"))
                .isEqualTo(RealParts.OTHER_TENANT);
    }

    @Test
    void letsNobodyInWithoutAKey() {
        assertUnauthorized(given().get("/v1/things"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Bearer wrong",
                "Basic YTpi",
                "sk-burnish-test-acme",
                "Bearer sk-burnish-test-acme2"
            })
    void letsNobodyInWithAWrongKey(String authorization) {
        assertUnauthorized(get("/v1/things", authorization));
    }

    @Test
    void letsEverybodyInWhereTheEndpointSaysSo() {
        assertThat(given().get("/v1/things/open").asString()).isEqualTo("open");
    }

    @Test
    void deniesAnEndpointThatSaysNothing() {
        assertUnauthorized(given().get("/v1/things/unannotated"));
        Response response = get("/v1/things/unannotated", "Bearer " + RealParts.API_KEY);
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.jsonPath().getString("error.code")).isEqualTo("forbidden");
    }

    @Test
    void letsOperatorsDoWhatOthersMayNot() {
        Response response = get("/v1/things/operators", "Bearer " + RealParts.OPERATOR_API_KEY);

        assertThat(response.asString()).isEqualTo("for operators");
        assertThat(get("/v1/things", "Bearer " + RealParts.OPERATOR_API_KEY)
                        .jsonPath()
                        .getString("tenant"))
                .isEqualTo(RealParts.TENANT);
    }

    @Test
    void namesTheScopeThatTheKeyLacks() {
        Response response = get("/v1/things/operators", "Bearer " + RealParts.API_KEY);

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.jsonPath().getString("error.type")).isEqualTo("invalid_request_error");
        assertThat(response.jsonPath().getString("error.code")).isEqualTo("insufficient_permissions");
        assertThat(response.jsonPath().getString("error.message")).contains("Missing scopes: operator.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acme",
                "acme:",
                "acme:abc",
                "ac/me:0000000000000000000000000000000000000000000000000000000000000000",
                "acme:0000000000000000000000000000000000000000000000000000000000000000:",
                "acme:0000000000000000000000000000000000000000000000000000000000000000:owner"
            })
    void refusesToStartWithKeysThatAreNone(String entry) {
        assertThatThrownBy(() -> ConfiguredKeys.parse(List.of(entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tenant:sha256");
    }

    @Test
    void refusesToStartWithAKeyOfTwoTenants() {
        String digest = ":" + "0".repeat(64);

        assertThatThrownBy(() -> ConfiguredKeys.parse(List.of("acme" + digest, "globex" + digest)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[acme, globex]");
    }
}
