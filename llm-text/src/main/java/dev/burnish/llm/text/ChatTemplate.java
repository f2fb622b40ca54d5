package dev.burnish.llm.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A base model's chat template in Jinja, rendered within limits. A template comes with a base model that an operator imported; what users
 * write reaches it as data and is never interpreted.
 */
public final class ChatTemplate {

    /** What the template that this thread renders has refused with: jinjava reports that a function failed, but drops its message. */
    private static final ThreadLocal<@Nullable String> REFUSAL = new ThreadLocal<>();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MAX_OUTPUT = 16L << 20;
    private static final int MAX_TEMPLATE_BYTES = 1 << 20;
    private static final int MAX_COLLECTION = 100_000;

    private final String template;
    private final Map<String, Object> tokens;
    private final Jinjava jinjava;

    private ChatTemplate(String template, Map<String, Object> tokens) {
        this.template = template;
        this.tokens = tokens;
        jinjava = new Jinjava(config());
        jinjava.getGlobalContext()
                .registerFunction(
                        new ELFunctionDefinition("", "raise_exception", ChatTemplate.class, "raise", String.class));
    }

    /** Reads {@code chat_template.jinja}, or {@code chat_template} of {@code tokenizer_config.json}. */
    public static ChatTemplate load(Path modelDirectory) throws TextModelException {
        Path file = modelDirectory.resolve("tokenizer_config.json");
        Path jinja = modelDirectory.resolve("chat_template.jinja");
        try {
            JsonNode config = Files.exists(file) ? JSON.readTree(Files.readAllBytes(file)) : JSON.createObjectNode();
            String template = Files.exists(jinja) ? Files.readString(jinja) : template(file, config);
            if (template.length() > MAX_TEMPLATE_BYTES) {
                throw new TextModelException(file, "chat_template", "is longer than " + MAX_TEMPLATE_BYTES);
            }
            Map<String, Object> tokens = new HashMap<>();
            for (String name : List.of("bos_token", "eos_token", "pad_token", "unk_token")) {
                JsonNode token = config.path(name);
                tokens.put(name, token.isObject() ? token.path("content").asText("") : token.asText(""));
            }
            return new ChatTemplate(withoutTrainingMarks(template), tokens);
        } catch (TextModelException e) {
            throw e;
        } catch (IOException e) {
            throw new TextModelException(file, "", "cannot be read: " + e.getMessage(), e);
        }
    }

    private static String template(Path file, JsonNode config) throws TextModelException {
        JsonNode template = config.path("chat_template");
        if (template.isTextual()) {
            return template.textValue();
        }
        for (JsonNode named : template) {
            if (named.path("name").asText("").equals("default")) {
                return named.path("template").asText("");
            }
        }
        throw new TextModelException(file, "chat_template", "is missing: the base model has no chat format");
    }

    /** Training variants of templates mark what the assistant says with a tag that Jinja itself does not know. */
    private static String withoutTrainingMarks(String template) {
        return template.replaceAll("\\{%(-?)\\s*generation\\s*(-?)%}", "{%$1 if true $2%}")
                .replaceAll("\\{%(-?)\\s*endgeneration\\s*(-?)%}", "{%$1 endif $2%}");
    }

    private static JinjavaConfig config() {
        return JinjavaConfig.newBuilder()
                .withTrimBlocks(true)
                .withLstripBlocks(true)
                .withNestedInterpretationEnabled(false)
                .withLegacyOverrides(LegacyOverrides.newBuilder()
                        .withUseTrimmingForNotesAndExpressions(true)
                        .build())
                .withMaxOutputSize(MAX_OUTPUT)
                .withMaxStringLength(MAX_OUTPUT)
                .withMaxListSize(MAX_COLLECTION)
                .withMaxMapSize(MAX_COLLECTION)
                .withRangeLimit(MAX_COLLECTION)
                .withMaxRenderDepth(20)
                .withMaxMacroRecursionDepth(20)
                .withMaxNumDeferredTokens(1000)
                .withReadOnlyResolver(true)
                .build();
    }

    /** What templates call to refuse a conversation. */
    @SuppressWarnings("DoNotCallSuggester")
    public static String raise(String message) {
        REFUSAL.set(message);
        throw new IllegalArgumentException(message);
    }

    /**
     * The conversation as text.
     *
     * @param addGenerationPrompt whether the start of an assistant turn follows
     */
    public String render(List<ChatMessage> messages, boolean addGenerationPrompt) throws ChatTemplateException {
        List<Map<String, Object>> turns = new ArrayList<>();
        for (ChatMessage message : messages) {
            turns.add(Map.of("role", message.role(), "content", message.content()));
        }
        Map<String, Object> context = new HashMap<>(tokens);
        context.put("messages", turns);
        context.put("add_generation_prompt", addGenerationPrompt);
        REFUSAL.remove();
        RenderResult result = jinjava.renderForResult(template, context);
        for (TemplateError error : result.getErrors()) {
            if (error.getSeverity() == TemplateError.ErrorType.FATAL) {
                String said = REFUSAL.get();
                throw new ChatTemplateException(
                        "the chat template refuses the conversation: " + (said == null ? error.getMessage() : said));
            }
        }
        return result.getOutput();
    }
}
