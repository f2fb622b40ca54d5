package dev.burnish.deployment.rest;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.llm.text.ChatMessage.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The fields of a conversation that are about tools. */
final class ToolFields {
    private static final int MAX_TOOLS = 128;
    private static final int MAX_CALLS = 128;
    private static final String AUTO = "auto";
    private static final String NONE = "none";
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private ToolFields() {}

    /** The tools on offer; none where {@code tool_choice} is {@code none}. */
    static List<Map<String, Object>> offered(RequestFields fields) {
        List<Map<String, Object>> tools = new ArrayList<>();
        for (JsonNode tool : array(fields, "tools", "tools", MAX_TOOLS)) {
            requireFunction("tools[%d]".formatted(tools.size()), tool);
            tools.add(JSON.convertValue(tool, new TypeReference<Map<String, Object>>() {}));
        }
        String choice = fields.value("tool_choice").map(JsonNode::asText).orElse(AUTO);
        if (!choice.equals(AUTO) && !choice.equals(NONE)) {
            throw RequestFields.unsupported(
                    "tool_choice", "must be auto or none: this server cannot make a model call a tool");
        }
        return choice.equals(NONE) ? List.of() : tools;
    }

    private static void requireFunction(String name, JsonNode tool) {
        if (!tool.isObject()) {
            throw RequestFields.wrongType(name, "an object", tool);
        }
        if (!tool.path("type").asText().equals("function")) {
            throw RequestFields.invalid(name + ".type", "must be 'function'; other kinds of tools are not supported");
        }
        JsonNode function = tool.path("function");
        if (!function.isObject()) {
            throw RequestFields.wrongType(name + ".function", "an object", function);
        }
        if (!NAME.matcher(function.path("name").asText()).matches()) {
            throw RequestFields.invalid(
                    name + ".function.name", "must have 1 to 64 letters, digits, underscores and hyphens");
        }
        JsonNode parameters = function.path("parameters");
        if (!parameters.isMissingNode() && !parameters.isNull() && !parameters.isObject()) {
            throw RequestFields.wrongType(name + ".function.parameters", "an object", parameters);
        }
    }

    /** The calls of an assistant's message. */
    static List<ToolCall> calls(String name, RequestFields message) {
        List<ToolCall> calls = new ArrayList<>();
        for (JsonNode call : array(message, "tool_calls", name + ".tool_calls", MAX_CALLS)) {
            String path = "%s.tool_calls[%d]".formatted(name, calls.size());
            calls.add(new ToolCall(
                    text(path + ".id", call.path("id")),
                    text(path + ".function.name", call.path("function").path("name")),
                    text(path + ".function.arguments", call.path("function").path("arguments"))));
        }
        return calls;
    }

    static String text(String name, JsonNode value) {
        if (!value.isTextual()) {
            throw RequestFields.wrongType(name, "a string", value);
        }
        return value.textValue();
    }

    private static List<JsonNode> array(RequestFields fields, String field, String name, int most) {
        Optional<JsonNode> value = fields.value(field);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!value.get().isArray()) {
            throw RequestFields.wrongType(name, "an array of objects", value.get());
        }
        if (value.get().size() > most) {
            throw RequestFields.invalid(
                    name,
                    "may have up to %d elements, but has %d"
                            .formatted(most, value.get().size()));
        }
        return value.get().valueStream().toList();
    }
}
