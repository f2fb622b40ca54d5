package dev.burnish.deployment.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.Hyperparameters;
import dev.burnish.contracts.JobEvaluated;
import dev.burnish.contracts.Lora;
import dev.burnish.contracts.Scores;
import dev.burnish.contracts.Topics;
import dev.burnish.kit.Ids;
import dev.burnish.kit.models.BaseModels;
import dev.burnish.kit.models.ModelBackends;
import dev.burnish.kit.testing.RealParts;
import dev.burnish.kit.testing.ScriptedProvider;
import dev.burnish.kit.testing.TestTopics;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A model that its provider has, as a client of this service sees it. */
@ServiceTest
class HostedModelTest {
    private static final String BASE = "hosted-big";
    private static final String CHAT = "POST /v1/chat/completions";
    private static final String WHOLE = """
            {"id": "c1", "object": "chat.completion", "model": "ft:theirs",
             "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hi"}, "finish_reason": "stop"}],
             "usage": {"prompt_tokens": 3, "completion_tokens": 1, "total_tokens": 4}}""";

    private final TestTopics topics = new TestTopics();
    private final Service service = new Service();
    private final ScriptedProvider provider;

    @Inject
    BaseModels models;

    HostedModelTest() throws IOException {
        provider = new ScriptedProvider().answers(CHAT, 200, WHOLE);
    }

    @BeforeEach
    void describe() throws IOException {
        Path folder = Files.createDirectories(models.directory().resolve(BASE));
        Files.writeString(
                folder.resolve(ModelBackends.FILE),
                "{\"type\": \"openai-compatible\", \"base_url\": \"%s\", \"model\": \"big-1\"}"
                        .formatted(provider.baseUrl()));
    }

    @AfterEach
    void close() throws IOException {
        Files.delete(models.directory().resolve(BASE).resolve(ModelBackends.FILE));
        Files.delete(models.directory().resolve(BASE));
        provider.close();
        topics.close();
        service.close();
    }

    @Test
    void passesARequestOnAndTheAnswerWithItsUsageBack() {
        String model = deploy();

        Service.Answer answer = service.chat(Service.ask(model) + ",\"response_format\":{\"type\":\"json_object\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("Hi");
        assertThat(answer.body().path("model").asText()).isEqualTo(model);
        assertThat(answer.body().path("usage").path("total_tokens").asInt()).isEqualTo(4);
        assertThat(provider.requests(CHAT).getLast().body())
                .contains("\"model\":\"ft:theirs\"", "json_object")
                .doesNotContain(model);
        assertThat(service.get("/v1/models/" + model).body().path("parent").asText())
                .isEqualTo(BASE);
    }

    @Test
    void passesAStreamOnAsItComes() throws Exception {
        String model = deploy();
        provider.streams(
                CHAT,
                "data: {\"model\":\"ft:theirs\",\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\ndata: [DONE]\n\n");

        HttpResponse<InputStream> answer =
                service.open("/v1/chat/completions", "{" + Service.ask(model) + ",\"stream\":true}");

        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        try (InputStream body = answer.body()) {
            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(
                            "data: {\"model\":\"%s\",\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\ndata: [DONE]\n\n"
                                    .formatted(model));
        }
    }

    @Test
    void tellsTheProvidersRefusalsButNotWhatItSaysOfTheKey() {
        String model = deploy();

        provider.answers(CHAT, 400, "{\"error\": {\"message\": \"no such format\", \"code\": \"invalid_value\"}}");
        Service.Answer refused = service.chat(Service.ask(model));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().path("error").path("message").asText()).isEqualTo("no such format");

        provider.answers(CHAT, 401, "{\"error\": {\"message\": \"wrong key sk-secret\"}}");
        Service.Answer shutOut = service.chat(Service.ask(model));
        assertThat(shutOut.status()).isEqualTo(500);
        assertThat(shutOut.code()).isEqualTo("backend_refused");
        assertThat(shutOut.response().body()).doesNotContain("sk-secret");

        provider.answers(CHAT, 429, "{}");
        Service.Answer later = service.chat(Service.ask(model));
        assertThat(later.status()).isEqualTo(503);
        assertThat(later.response().headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void deletesTheModelAtItsProviderToo() {
        String model = deploy();
        provider.answers("DELETE /v1/models/ft:theirs", 200, "{\"deleted\": true}");

        assertThat(service.delete("/v1/models/" + model).status()).isEqualTo(200);

        assertThat(provider.requests("DELETE /v1/models/ft:theirs")).hasSize(1);
        assertThat(service.get("/v1/models/" + model).status()).isEqualTo(404);
    }

    private String deploy() {
        String id = Ids.create("ftjob-");
        FineTuningJob job = new FineTuningJob(
                id,
                RealParts.TENANT,
                BASE,
                "ft:%s:%s:test:%s".formatted(BASE, RealParts.TENANT, id.substring(id.length() - 8)),
                42,
                Hyperparameters.AUTO,
                Lora.DEFAULT);
        JobEvaluated evaluated = new JobEvaluated(
                job,
                null,
                10,
                new Scores(0.1),
                new Scores(0.9),
                new Artifact("report", 1, "0".repeat(64)),
                List.of(),
                "ft:theirs");
        topics.publish(
                new Envelope(Ids.create(""), "/burnish/evaluation", Instant.now(), RealParts.TENANT, 1, evaluated));
        topics.await(Topics.MODEL_DEPLOYED, id);
        return job.fineTunedModel();
    }
}
