package dev.burnish.formatting.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.formatting.domain.Fault;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.llm.text.ChatMessage;
import dev.burnish.llm.text.PreferenceExample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns one row into a pair of answers:
 * {@code {"input":{"messages":[…]},"preferred_output":[…],"non_preferred_output":[…]}}, where each output is one assistant message. OpenAI's
 * specification calls the outputs {@code preferred_completion} and {@code non_preferred_completion}; both names are read. Rows with {@code prompt}, {@code chosen} and
 * {@code rejected} are read as well, as texts or as conversations that differ in their last message.
 */
final class PreferenceParser {
    private static final Set<String> KEYS = Set.of(
            "input", "preferred_output", "non_preferred_output", "preferred_completion", "non_preferred_completion");
    private static final Set<String> SUPERVISED_KEYS = Set.of("messages", "conversations", "completion", "output");

    /** Whether the row has a key of one of the shapes. */
    static boolean knows(ObjectNode row) {
        return row.has("chosen") || row.has("rejected") || row.path("input").isObject();
    }

    PreferenceExample parse(ObjectNode row, int line) throws InvalidRowException {
        for (String key : SUPERVISED_KEYS) {
            if (row.has(key)) {
                throw new InvalidRowException(
                        Fault.WRONG_METHOD,
                        "\"" + key + "\" belongs to supervised rows, but this is a dpo job. Create it"
                                + " with the method \"supervised\", or write rows with \"input\", \"preferred_output\" and"
                                + " \"non_preferred_output\".");
            }
        }
        PreferenceExample pair = row.has("chosen") || row.has("rejected") ? chosen(row, line) : preferred(row, line);
        if (same(pair.preferred(), pair.other())) {
            throw new InvalidRowException(
                    Fault.EQUAL_ANSWERS,
                    "both answers are the same, so that neither is preferred. Give two different ones, or remove the row.");
        }
        return pair;
    }

    private static boolean same(ChatMessage one, ChatMessage other) {
        return one.content().strip().equals(other.content().strip())
                && one.toolCalls().stream()
                        .map(call -> call.name() + call.arguments())
                        .toList()
                        .equals(other.toolCalls().stream()
                                .map(call -> call.name() + call.arguments())
                                .toList());
    }

    private static PreferenceExample preferred(ObjectNode row, int line) throws InvalidRowException {
        JsonRow.refuseOtherKeys(row, KEYS);
        JsonNode input = row.path("input");
        if (!input.isObject()) {
            throw new InvalidRowException(
                    Fault.UNKNOWN_ROW,
                    "\"input\" must be an object with \"messages\", not " + JsonTypes.name(input)
                            + ". Give the conversation that is answered.");
        }
        JsonRow.refuseOtherKeys(input, Set.of("messages", "tools", "parallel_tool_calls"));
        List<Map<String, Object>> tools = ToolsParser.parse(input, "input.");
        List<ChatMessage> conversation = asked(input.path("messages"), "input.messages", tools);
        ChatMessage preferred = answer(row, "preferred_output", "preferred_completion", tools);
        ChatMessage other = answer(row, "non_preferred_output", "non_preferred_completion", tools);
        ConversationParser.checkParallel(input, "input.", conversation);
        ConversationParser.checkParallel(input, "input.", List.of(preferred, other));
        return new PreferenceExample(conversation, tools, preferred, other, line);
    }

    private static List<ChatMessage> asked(JsonNode list, String path, List<Map<String, Object>> tools)
            throws InvalidRowException {
        ConversationParser parser = new ConversationParser(tools);
        List<ChatMessage> conversation = parser.parse(list, path);
        if (conversation.getLast().role().equals(ChatMessage.ASSISTANT)) {
            throw new InvalidRowException(
                    Fault.LAST_MESSAGE,
                    "the last message of \"" + path + "\" must not have the role \"assistant\"."
                            + " Give the answers as \"preferred_output\" and \"non_preferred_output\".");
        }
        parser.requireAnswered("the end of " + path);
        return conversation;
    }

    private static ChatMessage answer(JsonNode row, String name, String otherName, List<Map<String, Object>> tools)
            throws InvalidRowException {
        if (row.has(name) && row.has(otherName)) {
            throw new InvalidRowException(
                    Fault.AMBIGUOUS_KEYS,
                    "\"" + name + "\" and \"" + otherName + "\" mean the same. Keep one of them.");
        }
        String used = row.has(otherName) ? otherName : name;
        JsonNode output = row.path(used);
        if (!output.isArray() || output.size() != 1) {
            throw new InvalidRowException(
                    Fault.WRONG_TYPE, "\"" + used + "\" must be an array with exactly one assistant message.");
        }
        return answer(new ConversationParser(tools).parse(output, used).getFirst(), used + "[0]");
    }

    private static ChatMessage answer(ChatMessage answer, String at) throws InvalidRowException {
        if (!answer.role().equals(ChatMessage.ASSISTANT)) {
            throw new InvalidRowException(Fault.LAST_MESSAGE, at + " must have the role \"assistant\".");
        }
        if (!answer.learned()) {
            throw new InvalidRowException(
                    Fault.INVALID_WEIGHT, at + " has the weight 0, but both answers count. Remove it.");
        }
        return answer;
    }

    private static PreferenceExample chosen(ObjectNode row, int line) throws InvalidRowException {
        JsonRow.refuseOtherKeys(row, Set.of("prompt", "input", "system", "chosen", "rejected"));
        List<ChatMessage> chosen = conversation(row.path("chosen"), "chosen");
        List<ChatMessage> rejected = conversation(row.path("rejected"), "rejected");
        List<ChatMessage> before = chosen.subList(0, chosen.size() - 1);
        if (!before.equals(rejected.subList(0, rejected.size() - 1))) {
            throw new InvalidRowException(
                    Fault.AMBIGUOUS_KEYS,
                    "\"chosen\" and \"rejected\" must be equal but for their last message. Give one conversation with two answers.");
        }
        requireAsked(row.path("prompt"), before);
        return new PreferenceExample(
                before.isEmpty() ? prompt(row) : before,
                List.of(),
                answer(chosen.getLast(), "the last message of chosen"),
                answer(rejected.getLast(), "the last message of rejected"),
                line);
    }

    /** A prompt beside whole conversations must be in them, or it would be lost. */
    private static void requireAsked(JsonNode prompt, List<ChatMessage> before) throws InvalidRowException {
        if (!before.isEmpty()
                && prompt.isTextual()
                && before.stream().noneMatch(message -> message.content().equals(prompt.textValue()))) {
            throw new InvalidRowException(
                    Fault.AMBIGUOUS_KEYS,
                    "\"prompt\" is no message of \"chosen\". Remove it, or give the answers alone.");
        }
    }

    /** An answer alone is a conversation of one message. */
    private static List<ChatMessage> conversation(JsonNode answer, String key) throws InvalidRowException {
        return answer.isArray()
                ? new ConversationParser(List.of()).parse(answer, key)
                : List.of(ChatMessage.assistant(TextParser.required(answer, key)));
    }

    private static List<ChatMessage> prompt(ObjectNode row) throws InvalidRowException {
        if (!row.has("prompt")) {
            throw new InvalidRowException(
                    Fault.UNKNOWN_ROW, "the row has no \"prompt\". Add what \"chosen\" and \"rejected\" answer.");
        }
        if (row.get("prompt").isArray()) {
            return asked(row.get("prompt"), "prompt", List.of());
        }
        List<ChatMessage> messages = new ArrayList<>(RowParser.system(row));
        messages.add(ChatMessage.user(RowParser.question(row, "prompt")));
        return messages;
    }
}
