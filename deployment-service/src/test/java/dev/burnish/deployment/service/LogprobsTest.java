package dev.burnish.deployment.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How likely the model finds what it says. */
@ServiceTest
class LogprobsTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String ASK = Service.ask(ChainModel.NAME) + ",\"temperature\":0,\"logprobs\":true";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Service service = new Service();

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void tellsTheLikeliestTokensInFallingOrder() {
        TinyModel.add(service);
        try {
            List<JsonNode> tokens = content(service.chat(Service.ask(TinyModel.NAME)
                    + ",\"temperature\":0,\"max_tokens\":12,\"logprobs\":true,\"top_logprobs\":20"));

            assertThat(tokens).hasSizeGreaterThan(3).allSatisfy(LogprobsTest::requireOrder);
            assertThat(tokens)
                    .anySatisfy(token ->
                            assertThat(token.path("logprob").asDouble()).isLessThan(-0.01));
        } finally {
            TinyModel.remove(service);
        }
    }

    private static void requireOrder(JsonNode token) {
        List<JsonNode> likeliest = token.path("top_logprobs").valueStream().toList();
        assertThat(likeliest).hasSize(20);
        assertThat(likeliest.getFirst().path("token")).isEqualTo(token.path("token"));
        assertThat(likeliest.getFirst().path("logprob")).isEqualTo(token.path("logprob"));
        double last = 0;
        double sum = 0;
        for (JsonNode likely : likeliest) {
            assertThat(likely.path("logprob").asDouble()).isLessThanOrEqualTo(last);
            last = likely.path("logprob").asDouble();
            sum += Math.exp(last);
        }
        // Every other token is at most as likely as the last of these.
        assertThat(sum).isBetween(1 - TinyModel.VOCABULARY * Math.exp(last), 1 + 1e-5);
    }

    @Test
    void tellsTheBytesOfEveryToken() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        content(service.chat(ASK))
                .forEach(token -> token.path("bytes").forEach(value -> bytes.write(value.intValue())));

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(ChainModel.ANSWER);
    }

    @Test
    void tellsNoOtherTokensUnlessAsked() {
        assertThat(content(service.chat(ASK)))
                .isNotEmpty()
                .allSatisfy(token ->
                        assertThat(token.path("top_logprobs").isEmpty()).isTrue());
        assertThat(service.chat(Service.ask(ChainModel.NAME))
                        .body()
                        .path("choices")
                        .path(0)
                        .path("logprobs")
                        .isNull())
                .isTrue();
    }

    @Test
    void streamsWhatItTellsWhole() throws Exception {
        String fields = ASK + ",\"top_logprobs\":2";

        List<JsonNode> streamed = new ArrayList<>();
        for (JsonNode chunk : chunks(service.stream(CHAT, "{%s,\"stream\":true}".formatted(fields)))) {
            JsonNode choice = chunk.path("choices").path(0);
            boolean text = !choice.path("delta").path("content").asText().isEmpty();
            assertThat(choice.path("logprobs").isNull()).isEqualTo(!text);
            choice.path("logprobs").path("content").forEach(streamed::add);
        }

        assertThat(streamed).isEqualTo(content(service.chat(fields)));
    }

    @Test
    void leavesOutTheTokensBehindAStopSequence() {
        assertThat(content(service.chat(ASK + ",\"stop\":\"\uD83D\uDE00!\"")))
                .extracting(token -> token.path("token").asText())
                .containsExactly("H", "\uFFFD", "\uFFFD");
    }

    @Test
    void tellsThemOfATextInListsOfAPlaceForEachToken() {
        JsonNode choice = service.post(
                        "/v1/completions",
                        "{\"model\":\"%s\",\"prompt\":\"xa\",\"max_tokens\":3,\"temperature\":0,\"logprobs\":2}"
                                .formatted(ChainModel.NAME))
                .body()
                .path("choices")
                .path(0);

        assertThat(choice.path("text").asText()).isEqualTo("bab");
        JsonNode logprobs = choice.path("logprobs");
        assertThat(logprobs.path("tokens").toString()).isEqualTo("[\"b\",\"a\",\"b\"]");
        assertThat(logprobs.path("text_offset").toString()).isEqualTo("[0,1,2]");
        for (int i = 0; i < 3; i++) {
            JsonNode top = logprobs.path("top_logprobs").path(i);
            assertThat(top.size()).isEqualTo(2);
            assertThat(top.path(logprobs.path("tokens").path(i).asText()).asDouble())
                    .isCloseTo(logprobs.path("token_logprobs").path(i).asDouble(), within(1e-12))
                    .isLessThanOrEqualTo(0);
        }
    }

    private static List<JsonNode> content(Service.Answer answer) {
        return answer.body()
                .path("choices")
                .path(0)
                .path("logprobs")
                .path("content")
                .valueStream()
                .toList();
    }

    private static List<JsonNode> chunks(String stream) throws Exception {
        List<JsonNode> chunks = new ArrayList<>();
        for (String event : Stream.of(stream.strip().split("\n\n", -1))
                .filter(event -> !event.equals("data: [DONE]"))
                .toList()) {
            chunks.add(JSON.readTree(event.substring("data: ".length())));
        }
        return chunks;
    }
}
