package dev.burnish.formatting.storage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.burnish.formatting.domain.Fault;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.llm.text.ChatMessage;
import dev.burnish.llm.text.ChatMessage.ToolCall;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads one of OpenAI's messages. {@code name} is accepted and has no effect, since chat templates have no place for it. The older {@code function_call} and the role
 * {@code function} become a call and a tool's answer.
 */
final class MessageParser {
    /** Where OpenAI's own exports write null or an empty list for what is not there. */
    private static final Set<String> NOTHING_AT_MOST = Set.of("refusal", "audio", "annotations");

    private final OpenCalls calls;

    /** @param calls of the conversation that the messages make */
    MessageParser(OpenCalls calls) {
        this.calls = calls;
    }

    ChatMessage parse(JsonNode message, String at) throws InvalidRowException {
        if (!message.isObject()) {
            throw new InvalidRowException(
                    Fault.WRONG_TYPE,
                    at + " must be an object with \"role\" and \"content\", not " + JsonTypes.name(message) + ".");
        }
        String role = role(message, at);
        refuseOtherKeys(message, role, at);
        return switch (role) {
            case "tool" -> tool(message, at);
            case "function" -> ChatMessage.tool(calls.closeFirst(functionName(message, at), at), answer(message, at));
            case ChatMessage.ASSISTANT -> assistant(message, at);
            default -> {
                calls.requireNone(at);
                String text = TextParser.required(content(message, at), at + ".content");
                yield role.equals(ChatMessage.USER) ? ChatMessage.user(text) : ChatMessage.system(text);
            }
        };
    }

    private ChatMessage assistant(JsonNode message, String at) throws InvalidRowException {
        calls.requireNone(at);
        boolean learned = weight(message, at) == 1;
        List<ToolCall> called = called(message, at);
        String text = "";
        if (called.isEmpty()) {
            text = TextParser.required(content(message, at), at + ".content");
        } else if (JsonRow.has(message, "content")) {
            text = TextParser.any(message.get("content"), at + ".content");
        }
        return new ChatMessage(ChatMessage.ASSISTANT, text, learned, called, null);
    }

    private List<ToolCall> called(JsonNode message, String at) throws InvalidRowException {
        boolean older = JsonRow.has(message, "function_call");
        if (older && JsonRow.has(message, "tool_calls")) {
            throw new InvalidRowException(
                    Fault.AMBIGUOUS_KEYS,
                    at + " has \"tool_calls\" and \"function_call\", which mean the same. Keep \"tool_calls\".");
        }
        if (older) {
            return List.of(calls.openNumbered(message.get("function_call"), at + ".function_call"));
        }
        return JsonRow.has(message, "tool_calls")
                ? calls.open(message.get("tool_calls"), at + ".tool_calls")
                : List.of();
    }

    private ChatMessage tool(JsonNode message, String at) throws InvalidRowException {
        String id = message.path("tool_call_id").textValue();
        if (id == null) {
            throw new InvalidRowException(
                    Fault.UNKNOWN_TOOL_CALL, at + " has no \"tool_call_id\". Add the id of the call that it answers.");
        }
        calls.close(id, at);
        return ChatMessage.tool(id, answer(message, at));
    }

    /** A tool may have nothing to say. */
    private static String answer(JsonNode message, String at) throws InvalidRowException {
        return TextParser.any(content(message, at), at + ".content");
    }

    private static String functionName(JsonNode message, String at) throws InvalidRowException {
        String name = message.path("name").textValue();
        if (name == null || name.isEmpty()) {
            throw new InvalidRowException(
                    Fault.UNKNOWN_TOOL_CALL, at + " has no \"name\". Add that of the function that answers.");
        }
        return name;
    }

    private static JsonNode content(JsonNode message, String at) throws InvalidRowException {
        JsonNode content = message.path("content");
        if (content.isMissingNode()) {
            throw new InvalidRowException(Fault.MISSING_CONTENT, at + " has no \"content\". Add it.");
        }
        return content;
    }

    private static String role(JsonNode message, String at) throws InvalidRowException {
        String role = message.path("role").textValue();
        if (role == null) {
            throw new InvalidRowException(
                    Fault.MISSING_ROLE, at + " has no \"role\". Add system, developer, user, assistant or tool.");
        }
        return switch (role) {
            case "developer" -> ChatMessage.SYSTEM;
            case "system", "user", "assistant", "tool", "function" -> role;
            default ->
                throw new InvalidRowException(
                        Fault.UNKNOWN_ROLE,
                        at + " has the unknown role " + JsonTypes.quote(role)
                                + ". Use system, developer, user, assistant or tool.");
        };
    }

    static int weight(JsonNode message, String at) throws InvalidRowException {
        JsonNode weight = message.path("weight");
        if (weight.isMissingNode()) {
            return 1;
        }
        if (!weight.isIntegralNumber() || (weight.longValue() != 0 && weight.longValue() != 1)) {
            throw new InvalidRowException(Fault.INVALID_WEIGHT, at + ".weight must be the number 0 or 1.");
        }
        return weight.intValue();
    }

    private static void refuseOtherKeys(JsonNode message, String role, String at) throws InvalidRowException {
        for (Map.Entry<String, JsonNode> property : message.properties()) {
            String key = property.getKey();
            JsonNode value = property.getValue();
            boolean nothing = value.isNull() || (value.isArray() && value.isEmpty());
            switch (key) {
                case "role", "content" -> {}
                case "name" -> requireName(value, at);
                case "weight", "tool_calls", "function_call" -> refuseAtOthers(key, value, role, at);
                case "tool_call_id" -> {
                    if (!role.equals("tool") && !value.isNull()) {
                        throw new InvalidRowException(
                                Fault.UNKNOWN_KEY,
                                at + " has a tool_call_id, but only tool messages answer calls. Remove it.");
                    }
                }
                default -> {
                    if (!NOTHING_AT_MOST.contains(key)) {
                        throw new InvalidRowException(
                                Fault.UNKNOWN_KEY,
                                at + " has the unknown key " + JsonTypes.quote(key) + ". Remove it.");
                    }
                    if (!nothing) {
                        throw new InvalidRowException(
                                Fault.UNSUPPORTED_CONTENT,
                                at + "." + key
                                        + " is not supported: text and tool calls are learned. Leave such rows out of the file.");
                    }
                }
            }
        }
    }

    private static void requireName(JsonNode name, String at) throws InvalidRowException {
        if (!name.isTextual() && !name.isNull()) {
            throw new InvalidRowException(Fault.WRONG_TYPE, at + ".name must be a string.");
        }
    }

    private static void refuseAtOthers(String key, JsonNode value, String role, String at) throws InvalidRowException {
        boolean weight = key.equals("weight");
        if (!role.equals(ChatMessage.ASSISTANT) && (weight || !value.isNull())) {
            throw new InvalidRowException(
                    weight ? Fault.INVALID_WEIGHT : Fault.UNKNOWN_KEY,
                    at + " has a " + key + ", but only assistant messages " + (weight ? "are learned" : "call tools")
                            + ". Remove it.");
        }
    }
}
