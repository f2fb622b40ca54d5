package dev.burnish.kit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** What an operator's tools ask a service. */
@KitTest
class OperationsTest {
    private static Response management(String path) {
        return given().port(ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class))
                .get(path);
    }

    @Test
    void isReadyWhenDatabaseBrokerAndStorageAre() {
        Response ready = management("/q/health/ready");

        assertThat(ready.statusCode()).isEqualTo(200);
        List<String> checks = ready.jsonPath().getList("checks.name");
        assertThat(checks)
                .contains("object storage", "Database connections health check")
                .anyMatch(name -> name.contains("Messaging"));
        assertThat(management("/q/health/started").statusCode()).isEqualTo(200);
    }

    @Test
    void isAliveByItsOwnThreadsOnly() {
        Response live = management("/q/health/live");

        assertThat(live.statusCode()).isEqualTo(200);
        assertThat(live.jsonPath().getList("checks.name", String.class))
                .contains("worker")
                .doesNotContain("object storage", "Database connections health check");
    }

    @Test
    void measuresTheOutboxAndTheWork() {
        assertThat(management("/q/metrics").asString())
                .contains("burnish_outbox_events", "burnish_outbox_age_seconds", "burnish_inbox_dead_letters_total");
    }

    @Test
    void describesItsApiAndKeepsOperationsOffItsPort() {
        assertThat(given().get("/q/openapi").asString()).contains("/v1/things");
        assertThat(given().get("/q/health").statusCode()).isEqualTo(404);
        assertThat(given().get("/q/metrics").statusCode()).isEqualTo(404);
    }
}
