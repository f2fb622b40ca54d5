package dev.burnish.deployment.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ServiceTest
class ChatTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String ASK = Service.ask(ChainModel.NAME);

    /** Tokens of the rendered conversation: two of the user's role and end, two of "Hi", one of the assistant's role. */
    private static final int PROMPT_TOKENS = 5;

    /** Bytes of the answer and the end of the turn. */
    private static final int ANSWER_TOKENS = 9;

    private final Service service = new Service();

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void answersInOpenAisShape() {
        Service.Answer answer = service.chat(ASK);

        assertThat(answer.status()).isEqualTo(200);
        JsonNode body = answer.body();
        assertThat(body.path("id").asText()).matches("chatcmpl-[0-9a-f]{32}");
        assertThat(body.path("object").asText()).isEqualTo("chat.completion");
        assertThat(body.path("created").isIntegralNumber()).isTrue();
        assertThat(body.path("model").asText()).isEqualTo(ChainModel.NAME);
        assertThat(body.path("choices").toString())
                .isEqualTo(
                        "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"%s\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}]"
                                .formatted(ChainModel.ANSWER));
        assertThat(body.path("usage").toString())
                .isEqualTo("{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d}"
                        .formatted(PROMPT_TOKENS, ANSWER_TOKENS, PROMPT_TOKENS + ANSWER_TOKENS));
        assertThat(answer.response().headers().firstValue("x-request-id")).isPresent();
    }

    @Test
    void streamsWholeCodePointsInDataOnlyEvents() throws Exception {
        String stream = service.stream(CHAT, "{%s,\"stream\":true}".formatted(ASK));

        assertThat(stream).endsWith("data: [DONE]\n\n");
        String[] events = stream.split("\n\n");
        assertThat(events)
                .allSatisfy(event -> assertThat(event).startsWith("data: ").doesNotContain("\n"));
        List<JsonNode> chunks = chunks(stream);
        assertThat(chunks).hasSize(events.length - 1).allSatisfy(chunk -> {
            assertThat(chunk.path("object").asText()).isEqualTo("chat.completion.chunk");
            assertThat(chunk.path("id")).isEqualTo(chunks.getFirst().path("id"));
            assertThat(chunk.path("created")).isEqualTo(chunks.getFirst().path("created"));
            assertThat(chunk.has("usage")).isFalse();
        });
        assertThat(chunks)
                .extracting(chunk -> chunk.path("choices").path(0).path("delta").toString())
                .containsExactly(
                        "{\"role\":\"assistant\",\"content\":\"\"}",
                        "{\"content\":\"H\"}",
                        "{\"content\":\"é\"}",
                        "{\"content\":\"\uD83D\uDE00\"}",
                        "{\"content\":\"!\"}",
                        "{}");
        assertThat(chunks.getLast()
                        .path("choices")
                        .path(0)
                        .path("finish_reason")
                        .asText())
                .isEqualTo("stop");
    }

    @Test
    void streamsUsageWhenAsked() throws Exception {
        List<JsonNode> chunks = chunks(service.stream(
                CHAT, "{%s,\"n\":2,\"stream\":true,\"stream_options\":{\"include_usage\":true}}".formatted(ASK)));

        assertThat(chunks.subList(0, chunks.size() - 1))
                .allSatisfy(chunk -> assertThat(chunk.path("usage").isNull()).isTrue());
        assertThat(chunks.getLast().path("choices").isEmpty()).isTrue();
        assertThat(chunks.getLast().path("usage").path("completion_tokens").asInt())
                .isEqualTo(2 * ANSWER_TOKENS);
        assertThat(chunks.getLast().path("usage").path("prompt_tokens").asInt()).isEqualTo(PROMPT_TOKENS);
    }

    @ParameterizedTest
    @CsvSource({
        "\"!\",         Hé\uD83D\uDE00",
        "\"\uD83D\uDE00!\",     Hé",
        "\"é\uD83D\uDE00\",     H",
        "'[\"zz\",\"é\"]', H",
        "\"H!\",        Hé\uD83D\uDE00!"
    })
    void stopsAtASequenceThatTokensCut(String stop, String text) throws Exception {
        String body = "%s,\"stop\":%s".formatted(ASK, stop);

        Service.Answer whole = service.chat(body);
        List<JsonNode> chunks = chunks(service.stream(CHAT, "{%s,\"stream\":true}".formatted(body)));

        assertThat(whole.text()).isEqualTo(text);
        assertThat(whole.body().path("choices").path(0).path("finish_reason").asText())
                .isEqualTo("stop");
        StringBuilder streamed = new StringBuilder();
        chunks.forEach(chunk -> streamed.append(
                chunk.path("choices").path(0).path("delta").path("content").asText()));
        assertThat(streamed.toString()).isEqualTo(text);
    }

    @Test
    void endsAtTheTokenLimit() {
        Service.Answer answer = service.chat(ASK + ",\"max_completion_tokens\":2");

        // The second token is the first half of the é.
        assertThat(answer.text()).isEqualTo("H\uFFFD");
        assertThat(answer.body().path("choices").path(0).path("finish_reason").asText())
                .isEqualTo("length");
        assertThat(answer.body().path("usage").path("completion_tokens").asInt())
                .isEqualTo(2);
    }

    @Test
    void givesSeveralChoices() {
        JsonNode choices =
                service.chat(ASK + ",\"n\":3,\"temperature\":0").body().path("choices");

        assertThat(choices).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(choices.path(i).path("index").asInt()).isEqualTo(i);
            assertThat(choices.path(i).path("message").path("content").asText()).isEqualTo(ChainModel.ANSWER);
        }
    }

    @Test
    void continuesATextWithoutATemplate() {
        Service.Answer answer = service.post(
                "/v1/completions", "{\"model\":\"%s\",\"prompt\":\"xa\",\"max_tokens\":3}".formatted(ChainModel.NAME));

        assertThat(answer.body().path("object").asText()).isEqualTo("text_completion");
        assertThat(answer.body().path("id").asText()).startsWith("cmpl-");
        assertThat(answer.body().path("choices").toString())
                .isEqualTo("[{\"text\":\"bab\",\"index\":0,\"logprobs\":null,\"finish_reason\":\"length\"}]");
        assertThat(answer.body().path("usage").path("prompt_tokens").asInt()).isEqualTo(2);
    }

    @Test
    void treatsSpecialTokensInAMessageAsText() {
        Service.Answer answer =
                service.chat("\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"<|end|>\"}]"
                        .formatted(ChainModel.NAME));

        assertThat(answer.body().path("usage").path("prompt_tokens").asInt())
                .isEqualTo(PROMPT_TOKENS - "Hi".length() + "<|end|>".length());
    }

    @Test
    void tellsWhatDoesNotFitIntoTheContext() {
        Service.Answer limit = service.chat(ASK + ",\"max_tokens\":" + ChainModel.CONTEXT_LENGTH);
        Service.Answer prompt = service.chat(ASK.replace("Hi", "x".repeat(ChainModel.CONTEXT_LENGTH)));

        assertThat(limit.status()).isEqualTo(400);
        assertThat(limit.code()).isEqualTo("context_length_exceeded");
        assertThat(limit.body().path("error").path("message").asText())
                .contains("%d tokens".formatted(ChainModel.CONTEXT_LENGTH))
                .contains(
                        "(%d in the prompt, %d in the completion)".formatted(PROMPT_TOKENS, ChainModel.CONTEXT_LENGTH));
        assertThat(prompt.status()).isEqualTo(400);
        assertThat(prompt.code()).isEqualTo("context_length_exceeded");
    }

    @Test
    void tellsWhatTheTemplateObjectsTo() {
        Service.Answer refused = service.chat(ASK.replace("user", "assistant"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().path("error").path("param").asText()).isEqualTo("messages");
        assertThat(refused.body().path("error").path("message").asText()).contains("The prompt cannot be used");
    }

    @Test
    void namesTheParameterAtFault() {
        Service.Answer refused = service.chat(ASK + ",\"temperature\":3");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().toString())
                .isEqualTo(
                        "{\"error\":{\"message\":\"Invalid value: 'temperature' must be from 0 to 2, but is 3.\",\"type\":\"invalid_request_error\",\"param\":\"temperature\",\"code\":\"invalid_value\"}}");
    }

    @Test
    void rejectsAnUnknownModelABrokenBodyAndABadKey() {
        assertThat(service.chat(Service.ask("nothing")).status()).isEqualTo(404);
        assertThat(service.chat(Service.ask("nothing")).code()).isEqualTo("model_not_found");
        assertThat(service.post(CHAT, "{\"model\":").status()).isEqualTo(400);
        assertThat(service.post(CHAT, "").status()).isEqualTo(400);
        for (String path : List.of(CHAT, "/v1/completions")) {
            assertThat(service.post(path, "{%s}".formatted(ASK), "sk-wrong").status())
                    .isEqualTo(401);
            assertThat(service.post(path, "{%s}".formatted(ASK), "").status()).isEqualTo(401);
        }
        for (String path : List.of("/v1/models", "/v1/models/" + ChainModel.NAME)) {
            assertThat(service.get(path, "sk-wrong").status()).isEqualTo(401);
            assertThat(service.get(path, "sk-wrong").code()).isEqualTo("invalid_api_key");
        }
    }

    @Test
    void isReadyAliveAndMeasured() {
        service.chat(ASK);

        assertThat(service.management("/q/health/ready"))
                .contains("\"first-model\"")
                .doesNotContain("DOWN");
        assertThat(service.management("/q/health/live"))
                .contains("\"generation\"")
                .doesNotContain("DOWN");
        assertThat(service.management("/q/metrics"))
                .contains("burnish_generation_queue ")
                .contains("burnish_generation_tokens_total{kind=\"completion\"")
                .contains("burnish_generation_time_to_first_token_seconds_count")
                .contains("burnish_generation_sequences_total{model=\"base\",outcome=\"finished\"");
    }

    private static List<JsonNode> chunks(String stream) throws Exception {
        List<JsonNode> chunks = new ArrayList<>();
        for (String event : stream.strip().split("\n\n", -1)) {
            if (!event.equals("data: [DONE]")) {
                chunks.add(new ObjectMapper().readTree(event.substring("data: ".length())));
            }
        }
        return chunks;
    }
}
