package dev.burnish.deployment.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.kit.testing.RealParts;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that answers everything with a call, as Hermes writes one. */
@ServiceTest
class ToolsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT = "/v1/chat/completions";
    private static final String NAME = "caller";
    private static final String ASK = Service.ask(NAME) + ",\"temperature\":0";
    private static final String TOOLS =
            ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"get_weather\",\"parameters\":{\"type\":\"object\"}}}]";
    private static final String CALL =
            "<tool_call>\n{\"name\": \"get_weather\", \"arguments\": {\"city\": \"Rome\"}}\n</tool_call>";
    private static final String TEMPLATE = """
            {%- if tools %}<|system|>{{ tools | tojson }}<|end|>{% endif %}
            {%- for message in messages %}{{ '<|' + message.role + '|>' + message.content }}
            {%- if message.tool_calls %}{% for call in message.tool_calls %}
            {{- '<tool_call>{"name": "' + call.function.name + '", "arguments": ' }}{{ call.function.arguments | tojson }}{{ '}</tool_call>' }}
            {%- endfor %}{% endif %}{{ '<|end|>' }}{% endfor %}
            {%- if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}""";

    private final Service service = new Service();

    @TempDir
    Path folder;

    @BeforeEach
    void add() throws IOException {
        ChainModel.write(folder, "x");
        Path config = folder.resolve("tokenizer_config.json");
        JSON.writeValue(config.toFile(), ((ObjectNode) JSON.readTree(config.toFile())).put("chat_template", TEMPLATE));
        Path tokenizer = folder.resolve("tokenizer.json");
        ObjectNode root = (ObjectNode) JSON.readTree(tokenizer.toFile());
        ObjectNode vocabulary = (ObjectNode) root.path("model").path("vocab");
        // The one token of the answer becomes a whole call; a vocabulary writes a blank and a line's end so.
        vocabulary.remove("x");
        vocabulary.put(CALL.replace(' ', 'Ġ').replace('\n', 'Ċ'), (int) 'x');
        JSON.writeValue(tokenizer.toFile(), root);
        String model = "{\"directory\":\"%s\",\"name\":\"%s\"}".formatted(folder.toAbsolutePath(), NAME);
        assertThat(service.post("/operator/models", model, RealParts.OPERATOR_API_KEY)
                        .status())
                .isEqualTo(201);
    }

    @AfterEach
    void remove() {
        service.delete("/operator/models/" + NAME, RealParts.OPERATOR_API_KEY);
        service.close();
    }

    @Test
    void givesACallInsteadOfText() {
        JsonNode choice = service.chat(ASK + TOOLS).body().path("choices").path(0);

        assertThat(choice.path("finish_reason").asText()).isEqualTo("tool_calls");
        JsonNode message = choice.path("message");
        assertThat(message.path("content").isNull()).isTrue();
        assertThat(message.path("tool_calls")).hasSize(1);
        JsonNode call = message.path("tool_calls").path(0);
        assertThat(call.path("id").asText()).startsWith("call_");
        assertThat(call.path("type").asText()).isEqualTo("function");
        assertThat(call.path("function").toString())
                .isEqualTo("{\"name\":\"get_weather\",\"arguments\":\"{\\\"city\\\":\\\"Rome\\\"}\"}");
    }

    @Test
    void streamsACallAsOneChunk() {
        String[] events = service.stream(CHAT, "{%s%s,\"stream\":true}".formatted(ASK, TOOLS))
                .split("\n\n");

        assertThat(events).hasSize(4);
        assertThat(events[1])
                .contains("\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"call_")
                .contains("\"function\":{\"name\":\"get_weather\",\"arguments\":\"{\\\"city\\\":\\\"Rome\\\"}\"}");
        assertThat(events[2]).contains("\"finish_reason\":\"tool_calls\"");
        assertThat(events[3]).isEqualTo("data: [DONE]");
    }

    @Test
    void givesTheTextWhereNoToolOfThatNameIsOnOffer() {
        assertThat(service.chat(ASK + TOOLS.replace("get_weather", "get_time")).text())
                .isEqualTo(CALL);
        assertThat(service.chat(ASK + TOOLS + ",\"tool_choice\":\"none\"").text())
                .isEqualTo(CALL);
    }

    @Test
    void readsCallsAndAnswersOfTools() {
        int asked = promptTokens(ASK);
        String conversation = ASK.replace(
                "}]",
                "},{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"get_weather\",\"arguments\":\"{}\"}}]},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"call_1\",\"content\":\"sunny\"}]");

        int answered = promptTokens(conversation);

        assertThat(answered)
                .isEqualTo(asked
                        + "<tool_call>{\"name\": \"get_weather\", \"arguments\": {}}</tool_call>".length()
                        + "<|tool|>sunny".length()
                        + 3);
    }

    private int promptTokens(String body) {
        return service.chat(body + TOOLS)
                .body()
                .path("usage")
                .path("prompt_tokens")
                .asInt();
    }

    @Test
    void refusesToolsOfAModelWhoseTemplateKnowsNone() {
        Service.Answer refused = service.chat(Service.ask(ChainModel.NAME) + TOOLS);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("unsupported_parameter");
        assertThat(refused.body().path("error").path("param").asText()).isEqualTo("tools");
        assertThat(refused.body().path("error").path("message").asText())
                .startsWith("Base model chain cannot use tools here");
    }
}
