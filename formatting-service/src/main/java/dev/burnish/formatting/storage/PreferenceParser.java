package dev.burnish.formatting.storage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.llm.text.ChatMessage;
import dev.burnish.llm.text.PreferenceExample;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Turns one line into a pair of answers:
 * {@code {"input":{"messages":[…]},"preferred_output":[…],"non_preferred_output":[…]}}, where each output is one assistant message. OpenAI's
 * specification calls the outputs {@code preferred_completion} and {@code non_preferred_completion}; both names are read.
 */
final class PreferenceParser {
    private static final Set<String> KEYS = Set.of(
            "input", "preferred_output", "non_preferred_output", "preferred_completion", "non_preferred_completion");
    private static final Set<String> SUPERVISED_KEYS = Set.of("messages", "prompt", "completion");
    private static final Set<String> TOOL_KEYS = Set.of("tools", "parallel_tool_calls");

    private final MessageParser messages = new MessageParser();

    PreferenceExample parse(String text, int line) throws InvalidRowException {
        JsonNode row = JsonRow.read(text);
        for (String key : SUPERVISED_KEYS) {
            if (row.has(key)) {
                throw new InvalidRowException(
                        "\"" + key + "\" belongs to supervised rows, but this is a dpo job. Create it"
                                + " with the method \"supervised\", or write rows with \"input\", \"preferred_output\" and"
                                + " \"non_preferred_output\".");
            }
        }
        JsonRow.refuseOtherKeys(row, KEYS);
        List<ChatMessage> input = input(row.path("input"));
        ChatMessage preferred = answer(row, "preferred_output", "preferred_completion");
        ChatMessage other = answer(row, "non_preferred_output", "non_preferred_completion");
        if (preferred.content().strip().equals(other.content().strip())) {
            throw new InvalidRowException(
                    "both answers are the same, so that neither is preferred. Give two different ones, or remove the row.");
        }
        return new PreferenceExample(input, List.of(), preferred, other, line);
    }

    private List<ChatMessage> input(JsonNode input) throws InvalidRowException {
        if (!input.isObject()) {
            throw new InvalidRowException("\"input\" must be an object with \"messages\", not " + JsonTypes.name(input)
                    + ". Give the conversation that is answered.");
        }
        for (String key : TOOL_KEYS) {
            if (key.equals("tools") ? !input.path(key).isEmpty() : input.hasNonNull(key)) {
                throw new InvalidRowException("\"input." + key
                        + "\" is not supported yet: only text is learned. Leave rows with tools out of the file.");
            }
        }
        JsonRow.refuseOtherKeys(input, Set.of("messages", "tools", "parallel_tool_calls"));
        JsonNode list = input.path("messages");
        if (!list.isArray() || list.isEmpty()) {
            throw new InvalidRowException("\"input.messages\" must be an array with at least one message.");
        }
        List<ChatMessage> conversation = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            conversation.add(messages.parse(list.get(i), "input.messages[" + i + "]"));
        }
        if (conversation.getLast().role().equals(ChatMessage.ASSISTANT)) {
            throw new InvalidRowException("the last message of \"input.messages\" must not have the role \"assistant\"."
                    + " Give the answers as \"preferred_output\" and \"non_preferred_output\".");
        }
        return conversation;
    }

    private ChatMessage answer(JsonNode row, String name, String otherName) throws InvalidRowException {
        if (row.has(name) && row.has(otherName)) {
            throw new InvalidRowException(
                    "\"" + name + "\" and \"" + otherName + "\" mean the same. Keep one of them.");
        }
        String used = row.has(otherName) ? otherName : name;
        JsonNode output = row.path(used);
        if (!output.isArray() || output.size() != 1) {
            throw new InvalidRowException("\"" + used + "\" must be an array with exactly one assistant message.");
        }
        ChatMessage answer = messages.parse(output.get(0), used + "[0]");
        if (!answer.role().equals(ChatMessage.ASSISTANT)) {
            throw new InvalidRowException(used + "[0] must have the role \"assistant\".");
        }
        if (!answer.learned()) {
            throw new InvalidRowException(used + "[0] has the weight 0, but both answers count. Remove it.");
        }
        return answer;
    }
}
