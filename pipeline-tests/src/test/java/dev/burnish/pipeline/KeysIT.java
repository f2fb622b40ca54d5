package dev.burnish.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.local.api.ApiClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Keys that come and go while everything runs. */
class KeysIT {
    private static final Stack STACK = Stack.shared();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Of each service that the gateway leads to: ingestion, deployment, evaluation, formatting. */
    private static final List<String> PATHS = List.of(
            "/v1/files",
            "/v1/models",
            "/v1/evaluations",
            "/v1/fine_tuning/jobs/ftjob-00000000000000000000000000000000/report");

    private static final Duration WITHIN = Duration.ofSeconds(1);

    @AfterAll
    static void close() {
        HTTP.close();
    }

    @Test
    void allServicesKnowANewKeyWithinASecondAndAfterAKillAndRefuseItOnceItIsRevoked() throws Exception {
        try (ApiClient operator = STACK.operator()) {
            warmUp(operator);
            JsonNode key = create(operator, "app");
            String value = key.path("value").asText();
            await().pollInterval(Duration.ofMillis(20)).atMost(WITHIN).until(() -> knownByAll(value));

            long killed = STACK.kill("deployment");
            await().atMost(Duration.ofMinutes(3))
                    // A process that is down has no id.
                    .ignoreException(NoSuchElementException.class)
                    .until(() -> STACK.pid("deployment") != killed && status(value, "/v1/models") == 200);

            operator.revokeKey(key.path("id").asText());
            // The broker takes the killed process for alive for 45 s, and gives nobody its partitions until then.
            await().atMost(Duration.ofMinutes(2)).until(() -> refusedByAll(value));
        }
    }

    /** The first event on a topic may wait for its consumers to get their partitions. */
    private static void warmUp(ApiClient operator) throws Exception {
        String first = create(operator, "first").path("value").asText();
        await().atMost(Duration.ofMinutes(1)).until(() -> knownByAll(first));
    }

    @Test
    void aKeyForAnswersAloneReadsNothing() throws Exception {
        try (ApiClient operator = STACK.operator()) {
            String value =
                    create(operator, "answers", "inference").path("value").asText();
            await().atMost(Duration.ofMinutes(1)).until(() -> status(value, "/v1/models") == 200);

            await().atMost(Duration.ofMinutes(1)).until(() -> status(value, "/v1/files") == 403);
            assertThat(status(value, "/operator/api-keys")).isEqualTo(403);
        }
    }

    private static JsonNode create(ApiClient operator, String name, String... scopes) throws Exception {
        ObjectNode key =
                JsonNodeFactory.instance.objectNode().put("tenant", "initech").put("name", name);
        if (scopes.length > 0) {
            List.of(scopes).forEach(key.putArray("scopes")::add);
        }
        return operator.createKey(key);
    }

    private static boolean knownByAll(String key) {
        return PATHS.stream().noneMatch(path -> status(key, path) == 401);
    }

    private static boolean refusedByAll(String key) {
        return PATHS.stream().allMatch(path -> status(key, path) == 401);
    }

    private static int status(String key, String path) {
        HttpRequest request = HttpRequest.newBuilder(STACK.address(path))
                .header("Authorization", "Bearer " + key)
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
