package dev.burnish.formatting.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.formatting.domain.Fault;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.formatting.domain.RejectedException;
import dev.burnish.formatting.domain.TokenCount;
import dev.burnish.formatting.domain.TokenCounter;
import dev.burnish.kit.models.BaseModels;
import dev.burnish.kit.models.ModelBackends;
import dev.burnish.kit.testing.RealParts;
import dev.burnish.llm.text.ChatExample;
import dev.burnish.llm.text.ChatMessage;
import dev.burnish.llm.text.ShownExample;
import dev.burnish.llm.text.ShownExample.ShownToken;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against a model whose tokens are the letters of English text and whose context is 40 of them. Runs inside the application, since the tokenizer's native library is loaded
 * once in a process.
 */
@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "formatting"))
class LlmTokenCountersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "letters";
    private static final String TEMPLATE =
            "{% for message in messages %}{% if message.content == 'forbidden' %}{{ raise_exception('no such talk') }}{% endif %}"
                    + "{{ message.role }}:{{ message.content }}<|end|>{% endfor %}"
                    + "{% if add_generation_prompt %}assistant:{% endif %}";

    @TempDir
    Path directory;

    private LlmTokenCounters counters = counters(Path.of(""));

    @BeforeEach
    void writeModel() throws Exception {
        Path model = Files.createDirectory(directory.resolve(NAME));
        ObjectNode tokenizer = JSON.createObjectNode().put("version", "1.0");
        tokenizer
                .putArray("added_tokens")
                .addObject()
                .put("id", 0)
                .put("content", "<|end|>")
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true);
        ObjectNode pairs = tokenizer.putObject("model").put("type", "BPE");
        pairs.putArray("merges");
        ObjectNode vocabulary = pairs.putObject("vocab").put("<|end|>", 0);
        for (char letter = '!'; letter <= '~'; letter++) {
            vocabulary.put(String.valueOf(letter), letter - '!' + 1);
        }
        JSON.writeValue(model.resolve("tokenizer.json").toFile(), tokenizer);
        Files.writeString(
                model.resolve("config.json"),
                "{\"model_type\":\"llama\",\"eos_token_id\":0,\"max_position_embeddings\":40}");
        JSON.writeValue(
                model.resolve("tokenizer_config.json").toFile(),
                JSON.createObjectNode().put("chat_template", TEMPLATE));
        counters = counters(directory);
    }

    @Test
    void countsTheAnswerAndItsEndAsLearned() throws Exception {
        assertThat(count("question", "answer")).isEqualTo(new TokenCount(0, 5 + 8 + 1 + 10 + 6 + 1, 7));
    }

    @Test
    void showsEveryTokenWithItsTextAndWhetherItIsLearned() throws Exception {
        ChatExample example = new ChatExample(List.of(ChatMessage.user("why<|end|>"), ChatMessage.assistant("so")), 1);
        try (TokenCounter counter = counters.load(NAME)) {
            ShownExample shown = counter.show(example);
            TokenCount count = counter.count(example);

            assertThat(shown.tokens()).hasSize((int) count.tokens());
            assertThat(shown.tokens().stream().filter(ShownToken::learned))
                    .hasSize((int) count.learned())
                    .extracting(token -> shown.text().substring(token.start(), token.end()))
                    .containsExactly("s", "o", "<|end|>");
            assertThat(shown.endsTurn()).isTrue();
            assertThat(shown.truncated()).isFalse();

            ShownExample cut = counter.show(
                    new ChatExample(List.of(ChatMessage.user("why"), ChatMessage.assistant("s".repeat(90))), 1));
            assertThat(cut.tokens()).hasSize(40);
            assertThat(cut.truncated()).isTrue();
            assertThat(cut.endsTurn()).isFalse();
        }
    }

    @Test
    void countsUpToTheContextWhatIsLonger() throws Exception {
        assertThat(count("question", "a".repeat(100))).isEqualTo(new TokenCount(1, 40, 40 - 5 - 8 - 1 - 10));
    }

    @Test
    void refusesAnAnswerBehindTheContext() {
        assertThatThrownBy(() -> count("q".repeat(100), "answer"))
                .isInstanceOf(InvalidRowException.class)
                .hasMessageContaining("behind the model's context of 40 tokens")
                .hasMessageEndingWith("Shorten what comes before it.");
    }

    @Test
    void tellsWhatTheTemplateRefusesWithoutTheLineThatTheReportNames() {
        assertThatThrownBy(() -> count("forbidden", "answer"))
                .isInstanceOf(InvalidRowException.class)
                .hasMessageContaining("no such talk")
                .message()
                .doesNotStartWith("line");
    }

    @Test
    void rejectsAModelThatIsNotThereAndNamesThoseThatAre() {
        assertThatThrownBy(() -> counters.load("gpt-x"))
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.failure().code()).isEqualTo("model_not_found"))
                .hasMessageContaining("gpt-x")
                .hasMessageContaining("Choose one of: letters.");
    }

    @Test
    void rejectsAModelWhoseFilesCannotBeUsed() throws Exception {
        Files.delete(directory.resolve(NAME).resolve("tokenizer.json"));

        assertThatThrownBy(() -> counters.load(NAME))
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.failure().code()).isEqualTo("model_unusable"))
                .hasMessageContaining("tokenizer.json");
    }

    @Test
    void refusesToolsThatTheTemplateDoesNotWrite() throws Exception {
        Map<String, Object> tool = Map.of("type", "function", "function", Map.of("name", "weather"));
        ChatExample example =
                new ChatExample(List.of(ChatMessage.user("weather?"), ChatMessage.assistant("sun")), List.of(tool), 7);

        try (TokenCounter counter = counters.load(NAME)) {
            assertThatThrownBy(() -> counter.count(example))
                    .isInstanceOfSatisfying(
                            InvalidRowException.class,
                            e -> assertThat(e.fault()).isEqualTo(Fault.TOOLS_NOT_SUPPORTED))
                    .hasMessage(
                            "the chat template does not write the tools that the example offers; take a base model that"
                                    + " was made for tools.");
        }
    }

    private TokenCount count(String question, String answer) throws Exception {
        try (TokenCounter counter = counters.load(NAME)) {
            return counter.count(
                    new ChatExample(List.of(ChatMessage.user(question), ChatMessage.assistant(answer)), 7));
        }
    }

    private static LlmTokenCounters counters(Path directory) {
        BaseModels models = new BaseModels(directory);
        return new LlmTokenCounters(models, new ModelBackends(models, ConfigProvider.getConfig()));
    }

    @Test
    void estimatesForAModelThatOnlyItsProviderHas(@TempDir Path directory) throws Exception {
        Files.writeString(
                Files.createDirectory(directory.resolve("hosted")).resolve(ModelBackends.FILE),
                "{\"type\": \"openai-compatible\", \"base_url\": \"http://localhost/v1\", \"model\": \"m\"}");
        ChatExample example = new ChatExample(List.of(ChatMessage.user("12345678"), ChatMessage.assistant("12345")), 1);

        try (TokenCounter counter = counters(directory).load("hosted")) {
            assertThat(counter.count(example)).isEqualTo(new TokenCount(0, 4, 2));
            assertThat(counter.show(example).text()).isEqualTo("user: 12345678\nassistant: 12345\n");
            assertThat(counter.show(example).tokens()).hasSize(4);
        }
    }
}
