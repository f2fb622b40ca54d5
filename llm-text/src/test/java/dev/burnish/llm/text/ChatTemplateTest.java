package dev.burnish.llm.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.llm.text.ChatMessage.ToolCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatTemplateTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T10:00:00Z"), ZoneOffset.UTC);
    private static final List<ChatMessage> CONVERSATION =
            List.of(ChatMessage.system("Be brief."), ChatMessage.user("Hi"), ChatMessage.assistant("Hello"));

    @Test
    void rendersTheConversationAndTheStartOfAnAnswer() throws Exception {
        ChatTemplate template = ChatTemplate.load(TinyModel.directory(), CLOCK);
        assertThat(template.render(CONVERSATION, false))
                .isEqualTo("<|system|>Be brief.<|end|><|user|>Hi<|end|><|assistant|>Hello<|end|>");
        assertThat(template.render(CONVERSATION.subList(0, 2), true))
                .isEqualTo("<|system|>Be brief.<|end|><|user|>Hi<|end|><|assistant|>");
    }

    @Test
    void rendersAChatMlTemplateAsJinjaDoes(@TempDir Path directory) throws Exception {
        ChatTemplate template = template(directory, """
                {%- for message in messages %}
                    {{- '<|im_start|>' + message.role + '\\n' + message.content | trim + '<|im_end|>' + '\\n' }}
                {%- endfor %}
                {%- if add_generation_prompt %}
                    {{- '<|im_start|>assistant\\n' }}
                {%- endif %}
                """);
        assertThat(template.render(List.of(ChatMessage.user(" Hi ")), true))
                .isEqualTo("<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n");
    }

    @Test
    void neverInterpretsWhatUsersWrite() throws Exception {
        ChatTemplate template = ChatTemplate.load(TinyModel.directory(), CLOCK);
        String attack = "{{ messages }} {% for i in range(9) %}x{% endfor %} {# gone #}";
        assertThat(template.render(List.of(ChatMessage.user(attack)), false))
                .isEqualTo("<|user|>" + attack + "<|end|>");
    }

    @Test
    void reportsWhatTheTemplateRefuses(@TempDir Path directory) throws Exception {
        ChatTemplate template = template(
                directory, "{% if messages[0].role != 'user' %}{{ raise_exception('start with user') }}{% endif %}ok");
        assertThat(template.render(List.of(ChatMessage.user("Hi")), false)).isEqualTo("ok");
        assertThatThrownBy(() -> template.render(CONVERSATION, false))
                .isInstanceOf(ChatTemplateException.class)
                .hasMessageContaining("start with user");
    }

    @Test
    void stopsATemplateThatWritesWithoutEnd(@TempDir Path directory) throws Exception {
        ChatTemplate template = template(
                directory,
                "{% for i in range(100000) %}{% for j in range(100000) %}{{ messages[0].content }}{% endfor %}{% endfor %}");
        assertThatThrownBy(() -> template.render(List.of(ChatMessage.user("x".repeat(10_000))), false))
                .isInstanceOf(ChatTemplateException.class);
    }

    @Test
    void takesTheTemplateForToolsIfThereAreTools(@TempDir Path directory) throws Exception {
        ChatTemplate template = template(
                directory,
                List.of(
                        Map.of("name", "rag", "template", "{% include 'x' %}"),
                        Map.of("name", "default", "template", "{{ tools is none }}{{ messages[0].content }}"),
                        Map.of("name", "tool_use", "template", "{{ tools[0].function.name }}")));
        List<ChatMessage> messages = List.of(ChatMessage.user("Hi"));
        assertThat(template.render(messages, false)).isEqualTo("TrueHi");
        assertThat(template.render(messages, List.of(Map.of("function", Map.of("name", "f"))), false))
                .isEqualTo("f");
    }

    @Test
    void prefersTheTemplatesOwnFile(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("chat_template.jinja"), "own{{ eos_token }}{{ bos_token is defined }}");
        Files.writeString(
                directory.resolve("tokenizer_config.json"),
                "{\"chat_template\":\"config\",\"bos_token\":null,\"eos_token\":{\"content\":\"</s>\"}}");
        assertThat(ChatTemplate.load(directory, CLOCK).render(CONVERSATION, false))
                .isEqualTo("own</s>False");
    }

    @Test
    void readsSpecialTokensFromTheirOwnFile(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("special_tokens_map.json"), "{\"bos_token\":\"<s>\",\"eos_token\":\"x\"}");
        Files.writeString(
                directory.resolve("tokenizer_config.json"),
                "{\"chat_template\":\"{{ bos_token ~ eos_token }}\",\"eos_token\":\"</s>\"}");
        assertThat(ChatTemplate.load(directory, CLOCK).render(CONVERSATION, false))
                .isEqualTo("<s></s>");
    }

    @Test
    void writesTheDateOfItsClock(@TempDir Path directory) throws Exception {
        assertThat(template(directory, "{{ strftime_now('%d %b %Y') }}").render(CONVERSATION, false))
                .isEqualTo("24 Nov 2026");
    }

    @Test
    void givesToolCallsWithTheirArgumentsAsData(@TempDir Path directory) throws Exception {
        ChatTemplate template = template(
                directory,
                "{% for m in messages %}{{ m.tool_calls | tojson if m.tool_calls else m.tool_call_id }}{% endfor %}");
        List<ChatMessage> messages = List.of(
                ChatMessage.calling(
                        "", new ToolCall("1", "f", "{\"b\":[1.50,null],\"a\":1}"), new ToolCall("2", "g", "not JSON")),
                ChatMessage.tool("1", "ok"));
        assertThat(template.render(messages, false))
                .isEqualTo("[{\"id\": \"1\", \"type\": \"function\", \"function\": {\"name\": \"f\", \"arguments\": "
                        + "{\"b\": [1.5, null], \"a\": 1}}}, {\"id\": \"2\", \"type\": \"function\", "
                        + "\"function\": {\"name\": \"g\", \"arguments\": \"not JSON\"}}]1");
    }

    @Test
    void namesTheFileOfATemplateThatItCannotUse(@TempDir Path directory) {
        assertThatThrownBy(() -> template(directory, "{% for m in messages %}\n{{ m | urlize }}{% endfor %}"))
                .isInstanceOf(TextModelException.class)
                .hasMessage(
                        "tokenizer_config.json: chat_template: cannot be used: template line 2: there is no filter 'urlize'");
    }

    @Test
    void saysThatThereIsNoTemplate(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("tokenizer_config.json"), "{}");
        assertThatThrownBy(() -> ChatTemplate.load(directory, CLOCK))
                .isInstanceOf(TextModelException.class)
                .hasMessageContaining("chat_template");
    }

    private static ChatTemplate template(Path directory, Object template) throws IOException {
        Files.writeString(
                directory.resolve("tokenizer_config.json"),
                new ObjectMapper().writeValueAsString(Map.of("chat_template", template)));
        return ChatTemplate.load(directory, CLOCK);
    }
}
