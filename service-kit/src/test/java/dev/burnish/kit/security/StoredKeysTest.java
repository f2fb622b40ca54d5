package dev.burnish.kit.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.burnish.contracts.ApiKeyChanged;
import dev.burnish.contracts.Envelope;
import dev.burnish.kit.Ids;
import dev.burnish.kit.KitTest;
import dev.burnish.kit.testing.TestTopics;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys that come as events, as every service sees them. */
@KitTest
class StoredKeysTest {
    /** Broker, listener, commit and look together. */
    private static final Duration WITHIN = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final StoredKeys table;
    private final TestTopics topics = new TestTopics();
    private final String id = Ids.create("key_");
    private final String key = "sk-burnish-" + Ids.create("");

    StoredKeysTest(StoredKeys table) {
        this.table = table;
    }

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void aKeyOpensTheApiWithinASecondOfItsEventAndNothingASecondAfterItsRevocation() {
        warmUp();
        assertThat(read(key).statusCode()).isEqualTo(401);

        topics.publish(event(1, List.of(Scopes.READ), null, false));
        await().pollInterval(Duration.ofMillis(20))
                .atMost(WITHIN)
                .until(() -> read(key).statusCode() == 200);
        assertThat(read(key).jsonPath().getString("tenant")).isEqualTo("initech");

        topics.publish(event(2, List.of(Scopes.READ), null, true));
        await().pollInterval(Duration.ofMillis(20))
                .atMost(WITHIN)
                .until(() -> read(key).statusCode() == 401);
    }

    @Test
    void aKeyDoesWhatItsScopesSayAndNoMore() {
        topics.publish(event(1, List.of(Scopes.READ, "of-a-later-version"), null, false));
        await().atMost(PATIENCE).until(() -> read(key).statusCode() == 200);

        Response refused = given().header("Authorization", "Bearer " + key)
                .contentType(ContentType.JSON)
                .body("{\"name\": \"a\", \"epochs\": 1}")
                .post("/v1/things");

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.jsonPath().getString("error.message")).contains("Missing scopes: write.");
    }

    @Test
    void aKeyOpensNothingOnceItHasExpired() {
        topics.publish(event(1, List.of(Scopes.READ), Instant.now().getEpochSecond() + 4, false));

        await().atMost(PATIENCE).until(() -> read(key).statusCode() == 200);
        await().atMost(PATIENCE).until(() -> read(key).statusCode() == 401);
    }

    @Test
    void anEventThatComesLateChangesNothing() {
        put(2, true);
        put(1, false);

        assertThat(table.since(0).stream()
                        .map(StoredKeys.Change::key)
                        .filter(stored -> stored.id().equals(id)))
                .singleElement()
                .satisfies(stored -> assertThat(stored.revoked()).isTrue());
    }

    @Test
    void whatHasChangedComesInTheOrderOfTheCommits() {
        put(1, false);
        long before = table.since(0).getLast().number();

        put(2, true);

        assertThat(table.since(before)).singleElement().satisfies(change -> {
            assertThat(change.number()).isGreaterThan(before);
            assertThat(change.key().revoked()).isTrue();
        });
    }

    @Test
    void aServiceThatStartsKnowsTheKeysThatItHasHeardOf() {
        put(1, false);
        ApiKeys started = new ApiKeys(Optional.empty(), table);

        started.start(new StartupEvent());

        assertThat(started.find(key))
                .hasValueSatisfying(found -> assertThat(found.id()).isEqualTo(id));
    }

    /** The first record of a channel waits for its partitions to be given out. */
    private void warmUp() {
        String other = "sk-burnish-" + Ids.create("");
        topics.publish(event(Ids.create("key_"), other, 1, List.of(Scopes.READ), null, false));
        await().atMost(PATIENCE).until(() -> read(other).statusCode() == 200);
    }

    private void put(long sequence, boolean revoked) {
        ApiKeyChanged changed = new ApiKeyChanged(id, "initech", sha256(key), List.of(Scopes.READ), null, revoked);
        QuarkusTransaction.requiringNew().run(() -> table.put(changed, sequence));
    }

    private static Response read(String key) {
        return given().header("Authorization", "Bearer " + key).get("/v1/things");
    }

    private Envelope event(long sequence, List<String> scopes, @Nullable Long expiresAt, boolean revoked) {
        return event(id, key, sequence, scopes, expiresAt, revoked);
    }

    private static Envelope event(
            String id, String key, long sequence, List<String> scopes, @Nullable Long expiresAt, boolean revoked) {
        return new Envelope(
                Ids.uuid().toString(),
                "/burnish/ingestion",
                Instant.parse("2026-11-24T10:00:00Z"),
                "initech",
                sequence,
                new ApiKeyChanged(id, "initech", sha256(key), scopes, expiresAt, revoked));
    }

    private static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
