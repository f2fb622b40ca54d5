package dev.burnish.formatting.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.formatting.domain.Fault;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.llm.text.ChatMessage;
import dev.burnish.llm.text.ChatMessage.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads one turn of a ShareGPT conversation: {@code from} and {@code value}. A {@code function_call} is one call, or a list of them, as JSON text; the {@code observation} or
 * {@code tool} after it answers the calls in their order.
 */
final class TurnParser {
    private final OpenCalls calls;

    /** @param calls of the conversation that the turns make */
    TurnParser(OpenCalls calls) {
        this.calls = calls;
    }

    ChatMessage parse(JsonNode turn, String at) throws InvalidRowException {
        if (!turn.isObject()
                || !turn.path("from").isTextual()
                || !turn.path("value").isTextual()) {
            throw new InvalidRowException(
                    Fault.WRONG_TYPE, at + " must be an object with the strings \"from\" and \"value\".");
        }
        JsonRow.refuseOtherKeys(turn, Set.of("from", "value", "weight"));
        String from = turn.get("from").textValue();
        JsonNode value = turn.get("value");
        String path = at + ".value";
        return switch (from) {
            case "human", "user" -> {
                calls.requireNone(at);
                yield ChatMessage.user(TextParser.required(value, path));
            }
            case "gpt", "assistant", "chatgpt", "model", "bing", "bard" -> {
                calls.requireNone(at);
                yield assistant(TextParser.required(value, path), turn, List.of(), at);
            }
            case "system" -> {
                calls.requireNone(at);
                yield ChatMessage.system(TextParser.required(value, path));
            }
            case "function_call" -> {
                calls.requireNone(at);
                yield assistant("", turn, called(value.textValue(), path), at);
            }
            case "tool", "observation", "function_response" ->
                ChatMessage.tool(calls.closeFirst("", at), TextParser.any(value, path));
            default ->
                throw new InvalidRowException(
                        Fault.UNKNOWN_ROLE,
                        at + " is from the unknown " + JsonTypes.quote(from)
                                + ". Use system, human, gpt, function_call or tool.");
        };
    }

    private static ChatMessage assistant(String text, JsonNode turn, List<ToolCall> called, String at)
            throws InvalidRowException {
        return new ChatMessage(ChatMessage.ASSISTANT, text, MessageParser.weight(turn, at) == 1, called, null);
    }

    private List<ToolCall> called(String value, String at) throws InvalidRowException {
        JsonNode parsed;
        try {
            parsed = JsonRow.readAny(value);
        } catch (InvalidRowException e) {
            throw new InvalidRowException(
                    Fault.INVALID_TOOL_CALL, at + " must be a call as JSON text, but: " + e.problem());
        }
        List<ToolCall> called = new ArrayList<>();
        if (parsed.isArray()) {
            for (int i = 0; i < parsed.size(); i++) {
                called.add(calls.openNumbered(withTextArguments(parsed.get(i)), at + "[" + i + "]"));
            }
        } else {
            called.add(calls.openNumbered(withTextArguments(parsed), at));
        }
        return called;
    }

    /** ShareGPT's arguments are an object, OpenAI's the text of one. */
    private static JsonNode withTextArguments(JsonNode call) {
        if (call instanceof ObjectNode object && object.path("arguments").isObject()) {
            return object.deepCopy().put("arguments", object.get("arguments").toString());
        }
        return call;
    }
}
