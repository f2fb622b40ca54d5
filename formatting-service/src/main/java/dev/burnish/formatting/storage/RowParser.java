package dev.burnish.formatting.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.llm.text.ChatExample;
import dev.burnish.llm.text.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns one line, a chat row or a prompt/completion row, into the conversation that it teaches. Everything that would be lost on the way is refused. */
final class RowParser {
    static final int MAX_DEPTH = 32;

    private static final Set<String> TOOL_KEYS = Set.of("tools", "functions", "parallel_tool_calls", "function_call");
    private static final Set<String> PREFERENCE_KEYS = Set.of(
            "preferred_output",
            "non_preferred_output",
            "preferred_completion",
            "non_preferred_completion",
            "chosen",
            "rejected");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build());
    }

    private final MessageParser messages = new MessageParser();

    ChatExample parse(String text, int line) throws InvalidRowException {
        JsonNode row = readObject(text);
        refuseOtherKinds(row);
        return new ChatExample(row.has("messages") ? chat(row) : promptAndCompletion(row), line);
    }

    private static JsonNode readObject(String text) throws InvalidRowException {
        JsonNode row;
        try {
            row = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new InvalidRowException(describe(e));
        }
        if (!row.isObject()) {
            throw new InvalidRowException("the line must be a JSON object, not " + JsonTypes.name(row)
                    + ". Write one example per line, each as an object with \"messages\".");
        }
        return row;
    }

    private static String describe(JsonProcessingException e) {
        if (e instanceof JsonEOFException) {
            return "the JSON object ends too early. Write each example on one line, with its line breaks as \\n.";
        }
        if (e instanceof StreamConstraintsException) {
            return "the JSON breaks a limit: at most " + MAX_DEPTH
                    + " levels of nesting, and 1000 digits in a number. Simplify the row.";
        }
        int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
        if (e instanceof MismatchedInputException) {
            return "something follows the JSON object at column " + column
                    + ". Write each example on a line of its own.";
        }
        String message = e.getOriginalMessage();
        if (message.startsWith("Duplicate field")) {
            return "a key occurs twice: " + message + ". Keep one of them.";
        }
        return "not valid JSON at column " + column + ": "
                + message.lines().findFirst().orElse("") + ".";
    }

    private static void refuseOtherKinds(JsonNode row) throws InvalidRowException {
        for (Map.Entry<String, JsonNode> property : row.properties()) {
            String key = property.getKey();
            if (TOOL_KEYS.contains(key)) {
                throw new InvalidRowException("\"" + key
                        + "\" is not supported yet: only text is learned. Leave rows with tools out of the file.");
            }
            if (PREFERENCE_KEYS.contains(key)) {
                throw new InvalidRowException("\"" + key
                        + "\" belongs to preference rows, which are not supported yet. Give the preferred answer as the"
                        + " last message of \"messages\".");
            }
        }
    }

    private List<ChatMessage> chat(JsonNode row) throws InvalidRowException {
        refuseOtherKeys(row, Set.of("messages"));
        JsonNode list = row.get("messages");
        if (!list.isArray() || list.isEmpty()) {
            throw new InvalidRowException("\"messages\" must be an array with at least one message.");
        }
        List<ChatMessage> conversation = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            conversation.add(messages.parse(list.get(i), "messages[" + i + "]"));
        }
        if (!conversation.getLast().role().equals(ChatMessage.ASSISTANT)) {
            throw new InvalidRowException(
                    "the last message must have the role \"assistant\". Add the answer, or drop what follows it.");
        }
        if (conversation.stream().noneMatch(ChatMessage::learned)) {
            throw new InvalidRowException(
                    "every assistant message has the weight 0, so that there is nothing to learn. Give one the weight 1.");
        }
        return conversation;
    }

    private List<ChatMessage> promptAndCompletion(JsonNode row) throws InvalidRowException {
        if (!row.has("prompt") || !row.has("completion")) {
            throw new InvalidRowException("the row has neither \"messages\" nor both \"prompt\" and \"completion\"."
                    + " Add the missing key.");
        }
        refuseOtherKeys(row, Set.of("prompt", "completion"));
        return List.of(
                ChatMessage.user(messages.text(row.get("prompt"), "prompt")),
                ChatMessage.assistant(messages.text(row.get("completion"), "completion")));
    }

    private static void refuseOtherKeys(JsonNode row, Set<String> known) throws InvalidRowException {
        for (Map.Entry<String, JsonNode> property : row.properties()) {
            if (!known.contains(property.getKey())) {
                throw new InvalidRowException("unknown key " + JsonTypes.quote(property.getKey()) + ". Remove it.");
            }
        }
    }
}
