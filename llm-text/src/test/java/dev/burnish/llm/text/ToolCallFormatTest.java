package dev.burnish.llm.text;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.llm.text.ChatMessage.ToolCall;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolCallFormatTest {

    private static final List<String> NAMES = List.of("get_weather");

    @ParameterizedTest
    @CsvSource({
        "qwen2.5, TAGGED",
        "qwen3, TAGGED",
        "llama3.1, BARE",
        "llama3.2, BARE",
        "llama2,",
        "llama3,",
        "mistral0.1,"
    })
    void isFoundByHowTheTemplateWritesACall(String family, @Nullable ToolCallFormat format) throws Exception {
        Path directory = Path.of(
                requireNonNull(getClass().getResource("families/" + family)).toURI());
        try (TextModel model = TextModel.load(directory)) {
            assertThat(model.toolCallFormat().orElse(null)).isEqualTo(format);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "TAGGED | 'It is'               | 5",
                "TAGGED | 'I look. <tool_'      | 7",
                "TAGGED | 'I look.\n<tool_call>\n{' | 7",
                "TAGGED | 'a < b'               | 5",
                "TAGGED | '<'                   | 0",
                "BARE   | ' '                   | 0",
                "BARE   | '\n{\"name\"'         | 0",
                "BARE   | 'It is {'             | 7"
            })
    void letsPassWhatIsNoCall(ToolCallFormat format, String text, int begin) {
        assertThat(format.begin(text)).isEqualTo(begin);
    }

    @Test
    void readsTaggedCalls() {
        String call = "<tool_call>\n{\"name\": \"get_weather\", \"arguments\": {\"city\": \"Rome\"}}\n</tool_call>";
        List<ToolCall> calls = ToolCallFormat.TAGGED.calls("\n" + call + "\n" + call.replace("Rome", "Köln"), NAMES);
        assertThat(calls).extracting(ToolCall::name).containsExactly("get_weather", "get_weather");
        assertThat(calls).extracting(ToolCall::arguments).containsExactly("{\"city\":\"Rome\"}", "{\"city\":\"Köln\"}");
        assertThat(calls).extracting(ToolCall::id).doesNotHaveDuplicates();
    }

    @Test
    void readsABareCall() {
        assertThat(ToolCallFormat.BARE.calls(
                        "{\"name\": \"get_weather\", \"parameters\": {\"city\": \"Rome\"}}\n", NAMES))
                .singleElement()
                .satisfies(call -> assertThat(call.arguments()).isEqualTo("{\"city\":\"Rome\"}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "TAGGED | <tool_call>{\"name\": \"get_weather\", \"arguments\": {\"city\": \"Ro",
                "TAGGED | <tool_call>{\"name\": \"get_weather\", \"arguments\": \"Rome\"}</tool_call>",
                "TAGGED | <tool_call>{\"name\": \"get_weather\", \"arguments\": {}}</tool_call> That is all.",
                "BARE   | {\"name\": \"delete_all\", \"parameters\": {}}",
                "BARE   | {\"name\": \"get_weather\", \"parameters\": {}} {}",
                "BARE   | {\"temperature\": 21}"
            })
    void findsNoCallInWhatIsNone(ToolCallFormat format, String text) {
        assertThat(format.calls(text, NAMES)).isEmpty();
    }
}
