package dev.burnish.formatting.storage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.llm.text.ChatExample;
import dev.burnish.llm.text.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns one line, a chat row or a prompt/completion row, into the conversation that it teaches. Everything that would be lost on the way is refused. */
final class RowParser {
    private static final Set<String> TOOL_KEYS = Set.of("tools", "functions", "parallel_tool_calls", "function_call");
    private static final Set<String> PREFERENCE_KEYS = Set.of(
            "preferred_output",
            "non_preferred_output",
            "preferred_completion",
            "non_preferred_completion",
            "chosen",
            "rejected");

    private final MessageParser messages = new MessageParser();

    ChatExample parse(String text, int line) throws InvalidRowException {
        JsonNode row = JsonRow.read(text);
        refuseOtherKinds(row);
        return new ChatExample(row.has("messages") ? chat(row) : promptAndCompletion(row), line);
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
                        + "\" belongs to preference rows, but this is a supervised job. Create it with the method \"dpo\", or"
                        + " give the preferred answer as the last message of \"messages\".");
            }
        }
    }

    private List<ChatMessage> chat(JsonNode row) throws InvalidRowException {
        JsonRow.refuseOtherKeys(row, Set.of("messages"));
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
        JsonRow.refuseOtherKeys(row, Set.of("prompt", "completion"));
        return List.of(
                ChatMessage.user(messages.text(row.get("prompt"), "prompt")),
                ChatMessage.assistant(messages.text(row.get("completion"), "completion")));
    }
}
