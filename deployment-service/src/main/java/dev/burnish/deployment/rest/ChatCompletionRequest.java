package dev.burnish.deployment.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.burnish.deployment.domain.PromptText;
import dev.burnish.kit.errors.ApiException;
import dev.burnish.llm.text.ChatMessage;
import dev.burnish.llm.text.ChatMessage.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/chat/completions}. Fields that it does not know are ignored. */
record ChatCompletionRequest(GenerationFields generation, PromptText prompt, OptionalInt maxTokens) {
    private static final int MAX_MESSAGES = 2048;
    private static final int MAX_LIKELIEST = 20;

    /** @throws ApiException 400 that names the field at fault */
    static ChatCompletionRequest read(@Nullable JsonNode body) {
        RequestFields fields = new RequestFields(body);
        GenerationFields generation = GenerationFields.read(fields, likeliest(fields));
        return new ChatCompletionRequest(generation, conversation(fields, generation), maxTokens(fields));
    }

    private static OptionalInt likeliest(RequestFields fields) {
        OptionalInt likeliest = fields.wholeNumber("top_logprobs", 0, MAX_LIKELIEST);
        if (fields.flag("logprobs")) {
            return OptionalInt.of(likeliest.orElse(0));
        }
        if (likeliest.orElse(0) > 0) {
            throw RequestFields.invalid("top_logprobs", "is only allowed when 'logprobs' is true");
        }
        return OptionalInt.empty();
    }

    private static OptionalInt maxTokens(RequestFields fields) {
        OptionalInt current = fields.wholeNumber("max_completion_tokens", 1, Integer.MAX_VALUE);
        OptionalInt deprecated = fields.wholeNumber("max_tokens", 1, Integer.MAX_VALUE);
        if (current.isPresent() && deprecated.isPresent() && !current.equals(deprecated)) {
            throw RequestFields.invalid(
                    "max_tokens", "must not differ from 'max_completion_tokens', which replaces it");
        }
        return current.isPresent() ? current : deprecated;
    }

    private static PromptText.Chat conversation(RequestFields fields, GenerationFields generation) {
        List<Map<String, Object>> tools = ToolFields.offered(fields);
        if (!tools.isEmpty() && generation.tellsLogprobs()) {
            throw RequestFields.unsupported("logprobs", "is not supported together with 'tools'");
        }
        boolean several = fields.value("parallel_tool_calls")
                .map(value -> RequestFields.flag("parallel_tool_calls", value))
                .orElse(true);
        return new PromptText.Chat(messages(fields), tools, several);
    }

    private static List<ChatMessage> messages(RequestFields fields) {
        JsonNode messages = fields.required("messages");
        if (!messages.isArray()) {
            throw RequestFields.wrongType("messages", "an array of objects", messages);
        }
        if (messages.isEmpty() || messages.size() > MAX_MESSAGES) {
            throw RequestFields.invalid(
                    "messages", "must have 1 to %d elements, but has %d".formatted(MAX_MESSAGES, messages.size()));
        }
        List<ChatMessage> conversation = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            conversation.add(message("messages[%d]".formatted(i), messages.get(i)));
        }
        return conversation;
    }

    private static ChatMessage message(String name, JsonNode message) {
        if (!message.isObject()) {
            throw RequestFields.wrongType(name, "an object", message);
        }
        RequestFields fields = new RequestFields(message);
        for (String field : List.of("function_call", "audio")) {
            if (fields.value(field)
                    .filter(value -> !value.isEmpty() || !value.isArray())
                    .isPresent()) {
                throw RequestFields.unsupported(name + "." + field, "is not supported by this server");
            }
        }
        String role = role(name + ".role", message.path("role"));
        boolean assistant = role.equals(ChatMessage.ASSISTANT);
        List<ToolCall> calls = assistant ? ToolFields.calls(name, fields) : List.of();
        boolean mayBeSilent = !calls.isEmpty() && fields.value("content").isEmpty();
        return new ChatMessage(
                role,
                mayBeSilent ? "" : content(name + ".content", message.path("content")),
                false,
                calls,
                role.equals(ChatMessage.TOOL)
                        ? ToolFields.text(name + ".tool_call_id", message.path("tool_call_id"))
                        : null);
    }

    private static String role(String name, JsonNode role) {
        if (!role.isTextual()) {
            throw RequestFields.wrongType(name, "a string", role);
        }
        return switch (role.textValue()) {
            case "system", "developer" -> ChatMessage.SYSTEM;
            case "user" -> ChatMessage.USER;
            case "assistant" -> ChatMessage.ASSISTANT;
            case "tool" -> ChatMessage.TOOL;
            default -> throw RequestFields.invalid(name, "must be one of system, developer, user, assistant and tool");
        };
    }

    private static String content(String name, JsonNode content) {
        if (content.isTextual()) {
            return content.textValue();
        }
        if (!content.isArray()) {
            throw RequestFields.wrongType(name, "a string or an array of text parts", content);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < content.size(); i++) {
            text.append(part("%s[%d]".formatted(name, i), content.get(i)));
        }
        return text.toString();
    }

    private static String part(String name, JsonNode part) {
        if (!part.path("type").asText().equals("text")) {
            throw RequestFields.invalid(name + ".type", "must be 'text'; other kinds of content are not supported");
        }
        if (!part.path("text").isTextual()) {
            throw RequestFields.wrongType(name + ".text", "a string", part.path("text"));
        }
        return part.path("text").textValue();
    }
}
