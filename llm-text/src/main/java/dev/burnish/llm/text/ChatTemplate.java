package dev.burnish.llm.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.llm.text.template.Limits;
import dev.burnish.llm.text.template.Rendering;
import dev.burnish.llm.text.template.Template;
import dev.burnish.llm.text.template.TemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A base model's chat template, rendered as {@code apply_chat_template} of Hugging Face transformers does and within {@link Limits}. A
 * template comes with a base model that an operator imported; what users write reaches it as data and is never interpreted.
 */
public final class ChatTemplate {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_TEMPLATE_CHARACTERS = 1 << 20;
    private static final List<String> SPECIAL_TOKENS =
            List.of("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token");

    private final Template template;
    private final Template templateWithTools;
    private final Map<String, Object> tokens;
    private final Clock clock;

    private ChatTemplate(Template template, Template templateWithTools, Map<String, Object> tokens, Clock clock) {
        this.template = template;
        this.templateWithTools = templateWithTools;
        this.tokens = Map.copyOf(tokens);
        this.clock = clock;
    }

    /**
     * Reads {@code chat_template.jinja}, or {@code chat_template} of {@code tokenizer_config.json}: a string, or a list of named templates, of
     * which {@code tool_use} is for conversations with tools and {@code default} for all others.
     *
     * @param clock what templates read that write the date
     * @throws TextModelException if there is no template, or one that is not supported
     */
    static ChatTemplate load(Path modelDirectory, Clock clock) throws TextModelException {
        Path file = modelDirectory.resolve("tokenizer_config.json");
        Path jinja = modelDirectory.resolve("chat_template.jinja");
        try {
            JsonNode config = json(file);
            Map<String, Object> tokens = new HashMap<>();
            addSpecialTokens(json(modelDirectory.resolve("special_tokens_map.json")), tokens);
            addSpecialTokens(config, tokens);
            if (Files.exists(jinja)) {
                Template template = parsed(jinja, "", Files.readString(jinja));
                return new ChatTemplate(template, template, tokens, clock);
            }
            JsonNode sources = config.path("chat_template");
            String source = sources.isTextual() ? sources.textValue() : named("default", sources);
            if (source == null) {
                throw new TextModelException(file, "chat_template", "is missing: the base model has no chat format");
            }
            Template template = parsed(file, "chat_template", source);
            String withTools = named("tool_use", sources);
            return new ChatTemplate(
                    template,
                    withTools == null ? template : parsed(file, "chat_template tool_use", withTools),
                    tokens,
                    clock);
        } catch (TextModelException e) {
            throw e;
        } catch (IOException e) {
            throw new TextModelException(file, "", "cannot be read: " + e.getMessage(), e);
        }
    }

    private static JsonNode json(Path file) throws IOException {
        return Files.exists(file) ? JSON.readTree(Files.readAllBytes(file)) : JSON.createObjectNode();
    }

    /** A token is a string or an object with it as content; what is null is not defined in the template. */
    private static void addSpecialTokens(JsonNode config, Map<String, Object> tokens) {
        for (String name : SPECIAL_TOKENS) {
            JsonNode token = config.path(name).isObject() ? config.path(name).path("content") : config.path(name);
            if (token.isTextual()) {
                tokens.put(name, token.textValue());
            }
        }
    }

    private static @Nullable String named(String name, JsonNode templates) {
        for (JsonNode template : templates) {
            if (template.path("name").asText("").equals(name)) {
                return template.path("template").asText("");
            }
        }
        return null;
    }

    private static Template parsed(Path file, String field, String source) throws TextModelException {
        if (source.length() > MAX_TEMPLATE_CHARACTERS) {
            throw new TextModelException(file, field, "is longer than " + MAX_TEMPLATE_CHARACTERS + " characters");
        }
        try {
            return Template.parse(source);
        } catch (TemplateException e) {
            throw new TextModelException(file, field, "cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * The conversation as text.
     *
     * @param addGenerationPrompt whether the start of an assistant turn follows
     */
    public String render(List<ChatMessage> messages, boolean addGenerationPrompt) throws ChatTemplateException {
        return render(messages, List.of(), addGenerationPrompt);
    }

    /**
     * The conversation as text.
     *
     * @param tools what the assistant may call, as in {@link ChatExample#tools}
     * @param addGenerationPrompt whether the start of an assistant turn follows
     */
    public String render(List<ChatMessage> messages, List<Map<String, Object>> tools, boolean addGenerationPrompt)
            throws ChatTemplateException {
        return render(Conversation.of(messages, tools), addGenerationPrompt, clock)
                .text();
    }

    Rendering render(Conversation conversation, boolean addGenerationPrompt, Clock time) throws ChatTemplateException {
        Map<String, @Nullable Object> variables = new HashMap<>(tokens);
        boolean offersTools = !conversation.tools().isEmpty();
        variables.put("messages", conversation.messages());
        variables.put("tools", offersTools ? conversation.tools() : null);
        variables.put("documents", null);
        variables.put("add_generation_prompt", addGenerationPrompt);
        try {
            return (offersTools ? templateWithTools : template).render(variables, Limits.STANDARD, time);
        } catch (TemplateException e) {
            throw new ChatTemplateException(
                    e.reason() == TemplateException.Reason.RAISED
                            ? "the chat template refuses the conversation: " + e.problem()
                            : "the chat template cannot render the conversation: " + e.getMessage(),
                    e);
        }
    }

    /** The time of now, standing still: what is rendered for one purpose has one date. */
    Clock now() {
        return Clock.fixed(clock.instant(), clock.getZone());
    }
}
