package dev.burnish.llm.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreferenceExamplesTest {
    private static final String LINE = """
            {"input":{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Yes?","weight":0},{"role":"user","content":"2+2?"}]},\
            "preferred_output":[{"role":"assistant","content":"4"}],"non_preferred_output":[{"role":"assistant","content":"5"}]}
            """;

    private static List<PreferenceExample> read(String text) throws IOException {
        return PreferenceExamples.read(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    @Test
    void writesWhatItReads() throws Exception {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        PreferenceExamples.write(written, read(LINE));
        assertThat(written.toString(UTF_8)).isEqualTo(LINE);
    }

    @Test
    void learnsTheAnswersAlone() throws Exception {
        PreferenceExample pair = read("\n" + LINE).getFirst();
        assertThat(pair.preferredExample().messages())
                .containsExactly(
                        ChatMessage.user("Hi"),
                        new ChatMessage("assistant", "Yes?", false),
                        ChatMessage.user("2+2?"),
                        ChatMessage.assistant("4"));
        assertThat(pair.otherExample().messages().getLast()).isEqualTo(ChatMessage.assistant("5"));
        assertThat(pair.otherExample().line()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "input, inputs, messages",
        "preferred_output, chosen, preferred_output",
        "'\"assistant\",\"content\":\"5\"', '\"user\",\"content\":\"5\"', non_preferred_output"
    })
    void namesTheFieldAtFault(String part, String instead, String field) {
        assertThatThrownBy(() -> read(LINE.replaceFirst(part, instead)))
                .isInstanceOf(ChatExampleException.class)
                .hasMessageContaining("line 1, " + field);
    }
}
