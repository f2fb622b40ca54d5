package dev.burnish.llm.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.burnish.llm.text.ChatMessage.ToolCall;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatExamplesTest {

    @Test
    void readsWhatItWrites() throws IOException {
        List<ChatExample> examples = List.of(
                new ChatExample(List.of(ChatMessage.user("Grüße\n\"x\""), ChatMessage.assistant("ok")), 1),
                new ChatExample(List.of(ChatMessage.user("a"), new ChatMessage(ChatMessage.ASSISTANT, "b", false)), 2),
                new ChatExample(
                        List.of(
                                ChatMessage.user("a"),
                                ChatMessage.calling("", new ToolCall("1", "f", "{}"), new ToolCall("2", "f", "{}")),
                                ChatMessage.tool("1", "x"),
                                ChatMessage.tool("2", "y"),
                                ChatMessage.assistant("z")),
                        List.of(Map.of("type", "function", "function", Map.of("name", "f", "n", List.of(1, 0.5)))),
                        3));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ChatExamples.write(bytes, examples);
        assertThat(ChatExamples.read(new ByteArrayInputStream(bytes.toByteArray())))
                .isEqualTo(examples);
        assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("\"weight\":0");
    }

    @Test
    void countsEmptyLines() throws IOException {
        assertThat(read("\n\n{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}\n"))
                .extracting(ChatExample::line)
                .containsExactly(3);
    }

    @Test
    void takesAToolCallWithoutContent() throws IOException {
        String call = "[{\"id\":\"1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]";
        assertThat(read("{\"messages\":[{\"role\":\"assistant\",\"content\":null,\"tool_calls\":" + call
                        + "}],\"tools\":null}"))
                .containsExactly(new ChatExample(List.of(ChatMessage.calling("", new ToolCall("1", "f", "{}"))), 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "nonsense;not valid JSON",
                "{\"messages\":[]};messages",
                "{\"messages\":[{\"role\":\"robot\",\"content\":\"a\"}]};messages[0].role",
                "{\"messages\":[{\"role\":\"user\",\"content\":1}]};messages[0].content",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"a\",\"weight\":2}]};messages[0].weight",
                "{\"messages\":[{\"role\":\"tool\",\"content\":\"a\"}]};messages[0].tool_call_id",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"a\",\"tool_call_id\":\"1\"}]};messages[0].tool_call_id",
                "{\"messages\":[{\"role\":\"assistant\",\"content\":null}]};messages[0].content",
                "{\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"1\"}]}]};messages[0].tool_calls[0]",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"tools\":[{}]};tools[0]",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"tools\":{}};tools",
                "{\"messages\":[],\"messages\":[]};Duplicate",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]} x;not valid JSON"
            })
    void namesLineAndField(String line, String problem) {
        assertThatThrownBy(() -> read("{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}\n" + line))
                .isInstanceOf(ChatExampleException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining(problem);
    }

    private static List<ChatExample> read(String text) throws IOException {
        return ChatExamples.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
