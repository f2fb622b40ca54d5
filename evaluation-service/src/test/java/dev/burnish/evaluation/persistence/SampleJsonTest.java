package dev.burnish.evaluation.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.evaluation.domain.Sample;
import dev.burnish.llm.text.ChatMessage;
import dev.burnish.llm.text.ChatMessage.ToolCall;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleJsonTest {
    @Test
    void readsBackCallsOfToolsAndTheirAnswers() {
        Sample sample = new Sample(
                List.of(
                        ChatMessage.user("Weather in Rome?"),
                        new ChatMessage(
                                ChatMessage.ASSISTANT,
                                "",
                                false,
                                List.of(new ToolCall("call00001", "weather", "{\"city\":\"Rome\"}")),
                                null),
                        ChatMessage.tool("call00001", "sunny")),
                "Sunny.",
                "?",
                "Sunny.");

        assertThat(SampleJson.read(SampleJson.write(List.of(sample)))).containsExactly(sample);
    }

    @Test
    void readsWhatWasWrittenWithoutTools() {
        String before =
                "[{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"expected\":\"a\",\"baseAnswer\":\"b\",\"tunedAnswer\":\"a\"}]";

        assertThat(SampleJson.read(before)).containsExactly(new Sample(List.of(ChatMessage.user("Hi")), "a", "b", "a"));
    }
}
