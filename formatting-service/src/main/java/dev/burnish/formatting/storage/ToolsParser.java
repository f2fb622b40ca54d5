package dev.burnish.formatting.storage;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.formatting.domain.Fault;
import dev.burnish.formatting.domain.InvalidRowException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the tools that a row offers: OpenAI's {@code tools}, or the older {@code functions}. Every tool becomes
 * {@code {"type":"function","function":{"name":…,"description":…,"parameters":…,"strict":…}}} in this order, without what is null.
 */
final class ToolsParser {
    /** OpenAI's limits. */
    static final int MAX_TOOLS = 128;

    static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private static final ObjectMapper DATA = new ObjectMapper();
    private static final Set<String> FUNCTION_KEYS = Set.of("name", "description", "parameters", "strict");

    private ToolsParser() {}

    /**
     * @param owner the object with {@code tools} or {@code functions}
     * @param prefix of the owner's path, such as {@code input.}
     */
    static List<Map<String, Object>> parse(JsonNode owner, String prefix) throws InvalidRowException {
        boolean older = JsonRow.has(owner, "functions");
        if (older && JsonRow.has(owner, "tools")) {
            throw new InvalidRowException(
                    Fault.AMBIGUOUS_KEYS,
                    "\"" + prefix + "tools\" and \"" + prefix + "functions\" mean the same. Keep \"tools\".");
        }
        String key = older ? "functions" : "tools";
        JsonNode list = owner.path(key);
        if (list.isMissingNode() || list.isNull()) {
            return List.of();
        }
        String path = prefix + key;
        if (!list.isArray()) {
            throw new InvalidRowException(
                    Fault.INVALID_TOOL, path + " must be an array, not " + JsonTypes.name(list) + ".");
        }
        if (list.size() > MAX_TOOLS) {
            throw new InvalidRowException(
                    Fault.INVALID_TOOL,
                    path + " has " + list.size() + " tools, but at most " + MAX_TOOLS
                            + " are allowed. Leave some out.");
        }
        List<Map<String, Object>> tools = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            String at = path + "[" + i + "]";
            JsonNode function = older ? list.get(i) : function(list.get(i), at);
            ObjectNode tool = tool(function, older ? at : at + ".function");
            if (!names.add(tool.path("function").path("name").textValue())) {
                throw new InvalidRowException(
                        Fault.DUPLICATE_TOOL, at + " has the name of a tool before it. Give every tool its own.");
            }
            tools.add(DATA.convertValue(tool, new TypeReference<Map<String, Object>>() {}));
        }
        return tools;
    }

    /** The tools, each with the wrapping that a list of mere functions lacks. */
    static JsonNode wrapped(JsonNode list) {
        if (!list.isArray()) {
            return list;
        }
        ArrayNode tools = JsonNodeFactory.instance.arrayNode();
        for (JsonNode tool : list) {
            if (tool.has("name") && !tool.has("function")) {
                tools.addObject().put("type", "function").set("function", tool);
            } else {
                tools.add(tool);
            }
        }
        return tools;
    }

    private static JsonNode function(JsonNode tool, String at) throws InvalidRowException {
        if (!"function".equals(tool.path("type").textValue())
                || !tool.path("function").isObject()) {
            throw new InvalidRowException(
                    Fault.INVALID_TOOL,
                    at + " must be {\"type\":\"function\",\"function\":{\"name\":\"…\",\"parameters\":{…}}}.");
        }
        JsonRow.refuseOtherKeys(tool, Set.of("type", "function"));
        return tool.get("function");
    }

    private static ObjectNode tool(JsonNode function, String at) throws InvalidRowException {
        if (!function.isObject()) {
            throw new InvalidRowException(
                    Fault.INVALID_TOOL, at + " must be an object with \"name\", not " + JsonTypes.name(function) + ".");
        }
        JsonRow.refuseOtherKeys(function, FUNCTION_KEYS);
        String name = function.path("name").textValue();
        if (name == null || !NAME.matcher(name).matches()) {
            throw new InvalidRowException(
                    Fault.INVALID_TOOL,
                    at + ".name must be 1 to 64 letters, digits, underscores and hyphens. Rename the tool.");
        }
        require(
                function,
                at,
                "description",
                "a string",
                function.path("description").isTextual());
        require(
                function,
                at,
                "parameters",
                "a JSON Schema object",
                function.path("parameters").isObject());
        require(function, at, "strict", "true or false", function.path("strict").isBoolean());
        ObjectNode ordered = JsonNodeFactory.instance.objectNode().put("name", name);
        for (String key : List.of("description", "parameters", "strict")) {
            if (JsonRow.has(function, key)) {
                ordered.set(key, function.get(key));
            }
        }
        checkTexts(ordered, at);
        ObjectNode tool = JsonNodeFactory.instance.objectNode().put("type", "function");
        tool.set("function", ordered);
        return tool;
    }

    private static void require(JsonNode function, String at, String key, String type, boolean valid)
            throws InvalidRowException {
        if (JsonRow.has(function, key) && !valid) {
            throw new InvalidRowException(Fault.INVALID_TOOL, at + "." + key + " must be " + type + ".");
        }
    }

    private static void checkTexts(JsonNode value, String at) throws InvalidRowException {
        if (value.isTextual()) {
            TextParser.checked(value.textValue(), at);
        }
        for (Map.Entry<String, JsonNode> property : value.properties()) {
            TextParser.checked(property.getKey(), at);
            checkTexts(property.getValue(), at);
        }
        if (value.isArray()) {
            for (JsonNode item : value) {
                checkTexts(item, at);
            }
        }
    }
}
