package dev.burnish.llm.text;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Small models in the shape of known families. Golden values: {@code src/test/reference/families.py}. */
class FamiliesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-04T15:05:07Z"), ZoneOffset.UTC);

    @TestFactory
    Stream<DynamicContainer> encodesAsTheReferenceDoes() throws IOException {
        Map<String, List<JsonNode>> byModel = new LinkedHashMap<>();
        for (JsonNode row : rows()) {
            byModel.computeIfAbsent(row.path("model").textValue(), name -> new ArrayList<>())
                    .add(row);
        }
        assertThat(byModel).hasSize(11);
        return byModel.entrySet().stream()
                .map(model -> DynamicContainer.dynamicContainer(
                        model.getKey(),
                        model.getValue().stream()
                                .map(row -> DynamicTest.dynamicTest(
                                        row.path("title").textValue(), () -> compare(row)))));
    }

    private static void compare(JsonNode row) throws IOException, ChatTemplateException {
        ChatExample example = ChatExamples.read(new ByteArrayInputStream(JSON.writeValueAsBytes(row.path("example"))))
                .getFirst();
        Path directory = directory().resolve(row.path("model").textValue());
        try (TextModel model = TextModel.load(directory, CLOCK)) {
            ExampleEncoder encoder = new ExampleEncoder(model, model.maxPositions());
            if (row.has("error")) {
                assertThatThrownBy(() -> encoder.encode(List.of(example)))
                        .isInstanceOf(ChatTemplateException.class)
                        .hasMessageStartingWith("line 1: ")
                        .hasMessageContaining(problem(row.path("error").textValue()));
                return;
            }
            List<ChatMessage> messages = example.messages();
            assertThat(model.template().render(messages, example.tools(), false))
                    .isEqualTo(row.path("text").textValue());
            assertThat(model.prompt(messages.subList(0, messages.size() - 1), example.tools()))
                    .isEqualTo(numbers(row.path("prompt")));
            EncodedExamples encoded = encoder.encode(List.of(example));
            if (encoded.examples().isEmpty()) {
                assertThat(encoded.linesWithNothingLearned()).containsExactly(1);
                assertThat(numbers(row.path("learned"))).containsOnly(0);
                return;
            }
            assertThat(encoded.examples().getFirst().tokens()).isEqualTo(numbers(row.path("tokens")));
            assertThat(learned(encoded.examples().getFirst())).isEqualTo(numbers(row.path("learned")));
        }
    }

    private static String problem(String error) {
        return switch (error) {
            case "not a prefix" -> "differently once more messages follow";
            case "no tool calls" -> "does not write tool calls";
            case "no tools" -> "does not write the tools";
            case "list object has no element 0" -> "cannot render the conversation";
            default -> "refuses the conversation: " + error;
        };
    }

    private static int[] learned(EncodedExample example) {
        int[] learned = new int[example.learned().length];
        for (int i = 0; i < learned.length; i++) {
            learned[i] = example.learned()[i] ? 1 : 0;
        }
        return learned;
    }

    @Test
    void writesACallAsTheFamilyDoesAndAnAnswerAsItIs() throws Exception {
        Map<String, String> written = new LinkedHashMap<>();
        for (JsonNode row : rows()) {
            String title = row.path("title").textValue();
            if (!row.has("error") && (title.equals("tool called") || title.equals("one exchange"))) {
                Path directory = directory().resolve(row.path("model").textValue());
                try (TextModel model = TextModel.load(directory, CLOCK)) {
                    ChatExample example = ChatExamples.read(
                                    new ByteArrayInputStream(JSON.writeValueAsBytes(row.path("example"))))
                            .getFirst();
                    written.put(
                            row.path("model").textValue() + ": " + title,
                            model.answer(example).strip());
                }
            }
        }
        assertThat(written)
                .containsEntry("qwen2.5: one exchange", "Hello, how are you?")
                .containsEntry("llama3.2: one exchange", "Hello, how are you?")
                .hasEntrySatisfying(
                        "qwen2.5: tool called",
                        call -> assertThat(call).startsWith("<tool_call>").contains("\"name\": \"get_weather\""));
    }

    private static int[] numbers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }

    private static List<JsonNode> rows() throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(directory().resolve("examples.jsonl.gz"))),
                StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                rows.add(JSON.readTree(line));
            }
        }
        return rows;
    }

    private static Path directory() {
        try {
            return Path.of(requireNonNull(FamiliesTest.class.getResource("families/examples.jsonl.gz"))
                            .toURI())
                    .resolveSibling(".")
                    .normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
