package dev.burnish.evaluation.hosted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.Hyperparameters;
import dev.burnish.contracts.Lora;
import dev.burnish.evaluation.domain.EvaluationFailedException;
import dev.burnish.evaluation.domain.ModelPair;
import dev.burnish.evaluation.domain.ModelPair.Side;
import dev.burnish.evaluation.domain.ProviderUnavailableException;
import dev.burnish.evaluation.domain.Question;
import dev.burnish.kit.models.BaseModels;
import dev.burnish.kit.models.ModelBackends;
import dev.burnish.kit.models.ProviderCalls;
import dev.burnish.kit.testing.ScriptedProvider;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of a provider, over HTTP. */
class ProviderModelPairsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "sk-very-secret";
    private static final String CHAT = "POST /v1/chat/completions";
    private static final FineTuningJob JOB = new FineTuningJob(
            "ftjob-1", "acme", "big", "ft:big:acme::00000001", 42, Hyperparameters.AUTO, Lora.DEFAULT);

    @TempDir
    Path directory;

    private final ScriptedProvider provider;

    ProviderModelPairsTest() throws IOException {
        provider = new ScriptedProvider();
    }

    @BeforeEach
    void describe() throws IOException {
        Files.writeString(Files.createDirectory(directory.resolve("big")).resolve(ModelBackends.FILE), """
                {"type": "openai-compatible", "base_url": "%s/", "model": "big-1", "api_key_variable": "BIG_KEY"}""".formatted(
                        provider.baseUrl()));
    }

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void asksBaseAndTunedModelForGreedyAnswers() throws Exception {
        provider.answers(CHAT, 200, "{\"choices\": [{\"message\": {\"role\": \"assistant\", \"content\": \"four\"}}]}");

        try (ModelPair pair = open("{\"messages\": [{\"role\": \"system\", \"content\": \"Count.\"},"
                + " {\"role\": \"user\", \"content\": \"2+2?\"}, {\"role\": \"assistant\", \"content\": \"four\"}]}")) {
            List<Question> questions = pair.examples().stream()
                    .map(Question::of)
                    .flatMap(Optional::stream)
                    .toList();
            assertThat(pair.tellsLoss()).isFalse();
            assertThat(pair.answers(Side.BASE, questions, 9)).containsExactly("four");
            assertThat(pair.answers(Side.TUNED, questions, 9)).containsExactly("four");
            assertThat(pair.expected(questions.getFirst())).isEqualTo("four");
        }

        List<JsonNode> asked = provider.requests(CHAT).stream()
                .map(request -> json(request.body()))
                .toList();
        assertThat(asked).extracting(body -> body.path("model").asText()).containsExactly("big-1", "ft:theirs");
        assertThat(asked.getFirst().path("temperature").asInt(-1)).isZero();
        assertThat(asked.getFirst().path("max_completion_tokens").asInt()).isEqualTo(9);
        assertThat(asked.getFirst().path("messages"))
                .extracting(message -> message.path("role").asText())
                .containsExactly("system", "user");
        assertThat(provider.requests())
                .extracting(ScriptedProvider.Request::authorization)
                .containsOnly("Bearer " + KEY);
    }

    @Test
    void comparesCallsOfToolsHoweverTheirArgumentsAreSpaced() throws Exception {
        provider.answers(CHAT, 200, """
                {"choices": [{"message": {"role": "assistant", "content": null, "tool_calls": [
                 {"id": "c9", "type": "function", "function": {"name": "add", "arguments": "{ \\"a\\":2 }"}}]}}]}""");

        try (ModelPair pair =
                open("{\"messages\": [{\"role\": \"user\", \"content\": \"2+2?\"}, {\"role\": \"assistant\","
                        + " \"content\": \"\", \"tool_calls\": [{\"id\": \"c1\", \"type\": \"function\","
                        + " \"function\": {\"name\": \"add\", \"arguments\": \"{\\\"a\\\": 2}\"}}]}],"
                        + " \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"add\"}}]}")) {
            Question question = Question.of(pair.examples().getFirst()).orElseThrow();
            assertThat(pair.answers(Side.TUNED, List.of(question), 9)).containsExactly(pair.expected(question));
        }
        assertThat(json(provider.requests(CHAT).getFirst().body()).path("tools"))
                .hasSize(1);
    }

    @Test
    void aKeyThatIsNotAcceptedStaysSecret() throws Exception {
        provider.answers(CHAT, 401, "{\"error\": {\"message\": \"wrong key " + KEY + "\"}}");

        assertThatThrownBy(this::answer)
                .isInstanceOf(EvaluationFailedException.class)
                .hasMessageContaining("status 401")
                .hasMessageNotContaining(KEY);
    }

    @Test
    void whatTheProviderRefusesIsToldInItsWords() {
        provider.answers(CHAT, 400, "{\"error\": {\"message\": \"too long\"}}");

        assertThatThrownBy(this::answer)
                .isInstanceOf(EvaluationFailedException.class)
                .hasMessageContaining("too long");
    }

    @Test
    void asksAProviderAgainThatHasNoTime() {
        provider.answers(CHAT, 429, "{}");

        assertThatThrownBy(this::answer).isInstanceOf(ProviderUnavailableException.class);
        assertThat(provider.requests(CHAT)).hasSize(4);
    }

    private List<String> answer() throws Exception {
        try (ModelPair pair = open(
                "{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}, {\"role\": \"assistant\", \"content\": \"b\"}]}")) {
            Question question = Question.of(pair.examples().getFirst()).orElseThrow();
            return pair.answers(Side.BASE, List.of(question), 9);
        }
    }

    private ModelPair open(String line) throws Exception {
        Path file = Files.writeString(directory.resolve("validation.jsonl"), line + "\n");
        ModelBackends models = new ModelBackends(
                new BaseModels(directory),
                new SmallRyeConfigBuilder()
                        .withSources(new PropertiesConfigSource(Map.of("BIG_KEY", KEY), "test", 100))
                        .build());
        return new ProviderModelPairs(new ProviderCalls(models)).open(JOB, "ft:theirs", file);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }
}
