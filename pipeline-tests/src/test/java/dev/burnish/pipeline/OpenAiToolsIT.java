package dev.burnish.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.finetuning.jobs.FineTuningJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unmodified OpenAI client tunes a model on calls of a tool and gets one. */
class OpenAiToolsIT {
    private static final Stack STACK = Stack.shared();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path TINY = Path.of(System.getProperty("burnish.home"), "examples", "models", "burnish-tiny");

    /** Writes calls as Hermes does; the tiny model's own template knows none. */
    private static final String TEMPLATE = """
            {%- if tools %}<|system|>{% for tool in tools %}{{ tool.function.name }} {% endfor %}<|end|>{% endif %}
            {%- for message in messages %}{{ '<|' + message.role + '|>' + message.content }}
            {%- if message.tool_calls %}{% for call in message.tool_calls %}
            {{- '<tool_call>{"name": "' + call.function.name + '", "arguments": ' }}{{ call.function.arguments | tojson }}{{ '}</tool_call>' }}
            {%- endfor %}{% endif %}{{ '<|end|>' }}{% endfor %}
            {%- if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}""";

    /** Another template makes another model: one of a run before may be in the stack's state. */
    private static final String NAME = "burnish-tools-" + Integer.toHexString(TEMPLATE.hashCode());

    private static final String TOOL =
            "{\"type\":\"function\",\"function\":{\"name\":\"track\",\"parameters\":{\"type\":\"object\"}}}";

    private final OpenAIClient client = STACK.client();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aModelTunedOnCallsOfAToolCallsItWholeAndStreamed() throws IOException {
        addModel();
        String file = STACK.upload(rows()).id();
        FineTuningJob job =
                STACK.awaitEnd(STACK.createJob(file, NAME, "tools", 3).id());
        assertThat(job.error()).isEmpty();
        String model = job.fineTunedModel().orElseThrow();

        ChatCompletion.Choice choice =
                client.chat().completions().create(question(model)).choices().getFirst();

        assertThat(choice.finishReason())
                .as(choice.toString())
                .isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        ChatCompletionMessageFunctionToolCall call =
                choice.message().toolCalls().orElseThrow().getFirst().asFunction();
        assertThat(call.id()).startsWith("call_");
        assertThat(call.function().name()).isEqualTo("track");
        assertThat(JSON.readTree(call.function().arguments()).has("kind")).isTrue();

        List<ChatCompletionChunk.Choice.Delta.ToolCall.Function> streamed = streamedCalls(model);
        assertThat(streamed).singleElement().satisfies(function -> {
            assertThat(function.name()).contains("track");
            assertThat(function.arguments()).contains(call.function().arguments());
        });
    }

    @Test
    void aModelWhoseTemplateKnowsNoToolsRefusesThem() {
        assertThatThrownBy(() -> client.chat().completions().create(question("burnish-tiny")))
                .isInstanceOfSatisfying(
                        BadRequestException.class,
                        error -> assertThat(error.param()).contains("tools"));
    }

    /** The tiny model under another name and with another template. */
    private void addModel() throws IOException {
        try (Stream<Path> files = Files.list(TINY)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Path config = folder.resolve("tokenizer_config.json");
        JSON.writeValue(config.toFile(), ((ObjectNode) JSON.readTree(config.toFile())).put("chat_template", TEMPLATE));
        String body = JSON.writeValueAsString(
                Map.of("directory", folder.toAbsolutePath().toString(), "name", NAME));
        assertThat(STACK.post("/operator/models", body).statusCode()).isIn(201, 409);
    }

    private static String rows() {
        return IntStream.range(0, 60).mapToObj(i -> """
                        {"messages":[{"role":"user","content":"Where is parcel %d?"},{"role":"assistant","tool_calls":[{"id":"c1","type":"function","function":{"name":"track","arguments":"{\\"kind\\":\\"parcel\\"}"}}]}],"tools":[%s]}
                        """.formatted(i, TOOL)).collect(Collectors.joining());
    }

    private static ChatCompletionCreateParams question(String model) {
        FunctionParameters parameters = FunctionParameters.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .build();
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage("Where is parcel 77?")
                .addTool(ChatCompletionFunctionTool.builder()
                        .function(FunctionDefinition.builder()
                                .name("track")
                                .parameters(parameters)
                                .build())
                        .build())
                .temperature(0)
                .maxCompletionTokens(64)
                .build();
    }

    private List<ChatCompletionChunk.Choice.Delta.ToolCall.Function> streamedCalls(String model) {
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(question(model))) {
            return stream.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .flatMap(choice -> choice.delta().toolCalls().stream().flatMap(List::stream))
                    .flatMap(call -> call.function().stream())
                    .toList();
        }
    }
}
