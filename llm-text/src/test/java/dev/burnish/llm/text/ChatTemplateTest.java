package dev.burnish.llm.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
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
    void saysThatThereIsNoTemplate(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("tokenizer_config.json"), "{}");
        assertThatThrownBy(() -> ChatTemplate.load(directory, CLOCK))
                .isInstanceOf(TextModelException.class)
                .hasMessageContaining("chat_template");
    }

    private static ChatTemplate template(Path directory, String template) throws IOException {
        Files.writeString(
                directory.resolve("tokenizer_config.json"),
                new ObjectMapper().writeValueAsString(Map.of("chat_template", template)));
        return ChatTemplate.load(directory, CLOCK);
    }
}
