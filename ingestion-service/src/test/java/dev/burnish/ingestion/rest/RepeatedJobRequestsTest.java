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
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "ingestion"))
@WithTestResource(TestSettings.class)
class RepeatedJobRequestsTest {
    @Test
    void makesOneJobOfARequestHoweverOftenItsKeyIsSent() throws Exception {
        String body = "{\"model\":\"burnish-tiny\",\"training_file\":\"%s\"}".formatted(Api.uploadTrainingFile(acme()));
        String key = UUID.randomUUID().toString();
        Set<String> ids = new HashSet<>();

        try (ExecutorService clients = Executors.newFixedThreadPool(5)) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                answers.add(clients.submit(() -> JobRequests.create(acme().header("Idempotency-Key", key), body)
                        .jsonPath()
                        .getString("id")));
            }
            for (Future<String> answer : answers) {
                ids.add(answer.get());
            }
        }

        assertThat(ids).hasSize(1).allMatch(id -> id.startsWith("ftjob-"));
        Response other = JobRequests.create(acme().header("Idempotency-Key", key), body + " ");
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.jsonPath().getString("error.code")).isEqualTo("idempotency_key_reused");
    }

    @Test
    void doesNotMixUpTheKeysOfTenants() {
        String key = UUID.randomUUID().toString();
        String ours = JobRequests.create(
                        acme().header("Idempotency-Key", key),
                        "{\"model\":\"burnish-tiny\",\"training_file\":\"%s\"}"
                                .formatted(Api.uploadTrainingFile(acme())))
                .path("id");

        Response theirs = JobRequests.create(
                globex().header("Idempotency-Key", key),
                "{\"model\":\"burnish-tiny\",\"training_file\":\"%s\"}".formatted(Api.uploadTrainingFile(globex())));

        assertThat(theirs.statusCode()).isEqualTo(200);
        assertThat(theirs.jsonPath().getString("id")).isNotEqualTo(ours);
    }

    @Test
    void makesNoSecondJobOfARequestThatAClientTriesAgain() {
        String body = "{\"model\":\"burnish-tiny\",\"training_file\":\"%s\"}".formatted(Api.uploadTrainingFile(acme()));
        String first = JobRequests.create(acme().header("x-stainless-retry-count", "0"), body)
                .path("id");

        assertThat(JobRequests.create(acme().header("x-stainless-retry-count", "1"), body)
                        .<String>path("id"))
                .isEqualTo(first);
        assertThat(JobRequests.create(acme().header("x-stainless-retry-count", "0"), body)
                        .<String>path("id"))
                .isNotEqualTo(first);
    }
}
