package dev.burnish.formatting.storage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.burnish.formatting.domain.Fault;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.llm.text.ChatMessage.ToolCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads calls of tools and keeps those of the last assistant message that no tool has answered yet. OpenAI's rules: a call names a tool that the row offers, its arguments
 * are a JSON object as text, every call is answered before anybody else speaks, and only an example's last message leaves its calls open.
 */
final class OpenCalls {
    private final Set<String> tools;
    private final Map<String, String> nameById = new LinkedHashMap<>();
    private int numbered;

    /** @param tools names of those that the row offers */
    OpenCalls(Set<String> tools) {
        this.tools = tools;
    }

    /** To be asked before a message that comes from no tool. */
    void requireNone(String at) throws InvalidRowException {
        if (!nameById.isEmpty()) {
            Map.Entry<String, String> first = nameById.entrySet().iterator().next();
            throw new InvalidRowException(
                    Fault.UNANSWERED_TOOL_CALL,
                    at + " comes before the call " + JsonTypes.quote(first.getKey()) + " of "
                            + JsonTypes.quote(first.getValue())
                            + " is answered. Add its answer as a message of the role tool.");
        }
    }

    /** OpenAI's {@code tool_calls}. */
    List<ToolCall> open(JsonNode calls, String at) throws InvalidRowException {
        if (!calls.isArray() || calls.isEmpty()) {
            throw new InvalidRowException(
                    Fault.INVALID_TOOL_CALL, at + " must be an array with at least one call. Remove it, or add one.");
        }
        List<ToolCall> opened = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            JsonNode call = calls.get(i);
            String place = at + "[" + i + "]";
            String id = call.path("id").textValue();
            if (id == null
                    || id.isBlank()
                    || !"function".equals(call.path("type").textValue())
                    || !call.path("function").isObject()) {
                throw new InvalidRowException(
                        Fault.INVALID_TOOL_CALL,
                        place
                                + " must be {\"id\":\"…\",\"type\":\"function\",\"function\":{\"name\":\"…\",\"arguments\":\"{…}\"}}.");
            }
            JsonRow.refuseOtherKeys(call, Set.of("id", "type", "function", "index"));
            opened.add(open(TextParser.checked(id, place + ".id"), call.get("function"), place + ".function"));
        }
        return opened;
    }

    /** A call without an id, which gets one: nine letters and digits, as some templates want them. */
    ToolCall openNumbered(JsonNode function, String at) throws InvalidRowException {
        numbered++;
        return open("call%05d".formatted(numbered), function, at);
    }

    private ToolCall open(String id, JsonNode function, String at) throws InvalidRowException {
        String name = function.path("name").textValue();
        JsonNode arguments = function.path("arguments");
        if (name == null || !arguments.isTextual()) {
            throw new InvalidRowException(
                    Fault.INVALID_TOOL_CALL,
                    at + " must have the strings \"name\" and \"arguments\"; arguments are a JSON object as text.");
        }
        JsonRow.refuseOtherKeys(function, Set.of("name", "arguments"));
        if (!tools.contains(name)) {
            throw new InvalidRowException(
                    Fault.UNKNOWN_TOOL,
                    at + " calls " + JsonTypes.quote(name) + ", which is not among the row's tools. Add it to \"tools\""
                            + (tools.isEmpty() ? "." : ", or call one of them."));
        }
        requireObject(arguments.textValue(), at + ".arguments");
        if (nameById.put(id, name) != null) {
            throw new InvalidRowException(
                    Fault.DUPLICATE_TOOL_CALL,
                    at + " has the id " + JsonTypes.quote(id) + " of another call. Give every call its own.");
        }
        return new ToolCall(id, name, arguments.textValue());
    }

    private static void requireObject(String arguments, String at) throws InvalidRowException {
        JsonNode parsed;
        try {
            TextParser.checked(arguments, at);
            parsed = JsonRow.readAny(arguments);
        } catch (InvalidRowException e) {
            throw new InvalidRowException(
                    Fault.INVALID_ARGUMENTS, at + " must be a JSON object as text, but: " + e.problem());
        }
        if (!parsed.isObject()) {
            throw new InvalidRowException(
                    Fault.INVALID_ARGUMENTS,
                    at + " must be a JSON object as text, not " + JsonTypes.name(parsed)
                            + ". Write {} where there are none.");
        }
    }

    /** @param id what a tool message says it answers */
    void close(String id, String at) throws InvalidRowException {
        if (nameById.remove(id) == null) {
            throw new InvalidRowException(
                    Fault.UNKNOWN_TOOL_CALL,
                    at + " answers " + JsonTypes.quote(id)
                            + ", which is no open call of the assistant message before it. Correct its id, or remove the message.");
        }
    }

    /**
     * Closes the first open call.
     *
     * @param name the function that must have been called; empty for any
     * @return the call's id
     */
    String closeFirst(String name, String at) throws InvalidRowException {
        if (nameById.isEmpty()) {
            throw new InvalidRowException(
                    Fault.UNKNOWN_TOOL_CALL, at + " answers no call of the message before it. Remove it.");
        }
        Map.Entry<String, String> first = nameById.entrySet().iterator().next();
        if (!name.isEmpty() && !name.equals(first.getValue())) {
            throw new InvalidRowException(
                    Fault.UNKNOWN_TOOL_CALL,
                    at + " answers " + JsonTypes.quote(name) + ", but " + JsonTypes.quote(first.getValue())
                            + " was called. Correct its name.");
        }
        nameById.remove(first.getKey());
        return first.getKey();
    }
}
