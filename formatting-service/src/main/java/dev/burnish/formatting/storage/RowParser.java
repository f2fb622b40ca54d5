package dev.burnish.formatting.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.formatting.domain.Fault;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.llm.text.ChatExample;
import dev.burnish.llm.text.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns one row into the conversation that it teaches: OpenAI's chat row or prompt and completion, ShareGPT's {@code conversations}, or Alpaca's {@code instruction}.
 * Everything that would be lost on the way is refused.
 */
final class RowParser {
    private static final Set<String> CHAT_KEYS = Set.of("messages", "tools", "functions", "parallel_tool_calls");
    private static final Set<String> SHARE_GPT_KEYS = Set.of("conversations", "system", "tools", "id");
    private static final Set<String> ALPACA_KEYS = Set.of("instruction", "input", "output", "system", "history");
    private static final Set<String> PREFERENCE_KEYS = Set.of(
            "preferred_output",
            "non_preferred_output",
            "preferred_completion",
            "non_preferred_completion",
            "chosen",
            "rejected");

    /** Whether the row has the keys of one of the shapes. */
    static boolean knows(ObjectNode row) {
        return row.has("messages")
                || row.has("conversations")
                || (row.has("instruction") && row.has("output"))
                || (row.has("prompt") && row.has("completion"));
    }

    ChatExample parse(ObjectNode row, int line) throws InvalidRowException {
        for (String key : PREFERENCE_KEYS) {
            if (row.has(key)) {
                throw new InvalidRowException(
                        Fault.WRONG_METHOD,
                        "\"" + key
                                + "\" belongs to preference rows, but this is a supervised job. Create it with the method \"dpo\", or"
                                + " give the preferred answer as the last message of \"messages\".");
            }
        }
        if (row.has("messages")) {
            return chat(row, line);
        }
        if (row.has("conversations")) {
            return shareGpt(row, line);
        }
        if (row.has("instruction") && row.has("output")) {
            return new ChatExample(alpaca(row), line);
        }
        return new ChatExample(promptAndCompletion(row), line);
    }

    private static ChatExample chat(ObjectNode row, int line) throws InvalidRowException {
        JsonRow.refuseOtherKeys(row, CHAT_KEYS);
        List<Map<String, Object>> tools = ToolsParser.parse(row, "");
        List<ChatMessage> messages = new ConversationParser(tools).parse(row.get("messages"), "messages");
        ConversationParser.checkParallel(row, "", messages);
        return new ChatExample(answered(messages), tools, line);
    }

    private static ChatExample shareGpt(ObjectNode row, int line) throws InvalidRowException {
        JsonRow.refuseOtherKeys(row, SHARE_GPT_KEYS);
        ObjectNode owner = row.deepCopy();
        if (row.path("tools").isTextual()) {
            owner.set("tools", tools(row.get("tools").textValue()));
        }
        List<Map<String, Object>> tools = ToolsParser.parse(owner, "");
        List<ChatMessage> messages = new ArrayList<>(system(row));
        messages.addAll(new ConversationParser(tools).parse(row.get("conversations"), "conversations"));
        return new ChatExample(answered(messages), tools, line);
    }

    /** ShareGPT's tools may be text: a JSON array of tools, or of functions without their wrapping. */
    private static JsonNode tools(String text) throws InvalidRowException {
        return text.isBlank() ? JsonRow.readAny("[]") : ToolsParser.wrapped(JsonRow.readAny(text));
    }

    static List<ChatMessage> system(ObjectNode row) throws InvalidRowException {
        JsonNode system = row.path("system");
        return system.isMissingNode() || system.isNull() || system.asText("?").isBlank()
                ? List.of()
                : List.of(ChatMessage.system(TextParser.required(system, "system")));
    }

    /** The instruction is asked with its input on a line of its own; earlier rounds come before it and are learned too. */
    private static List<ChatMessage> alpaca(ObjectNode row) throws InvalidRowException {
        JsonRow.refuseOtherKeys(row, ALPACA_KEYS);
        List<ChatMessage> messages = new ArrayList<>(system(row));
        JsonNode history = row.path("history");
        if (!history.isArray() && !history.isMissingNode() && !history.isNull()) {
            throw new InvalidRowException(
                    Fault.WRONG_TYPE, "history must be an array of pairs, not " + JsonTypes.name(history) + ".");
        }
        for (int i = 0; i < history.size(); i++) {
            JsonNode round = history.get(i);
            String at = "history[" + i + "]";
            if (!round.isArray() || round.size() != 2) {
                throw new InvalidRowException(Fault.WRONG_TYPE, at + " must be a pair: an instruction and its answer.");
            }
            messages.add(ChatMessage.user(TextParser.required(round.get(0), at + "[0]")));
            messages.add(ChatMessage.assistant(TextParser.required(round.get(1), at + "[1]")));
        }
        messages.add(ChatMessage.user(question(row, "instruction")));
        messages.add(ChatMessage.assistant(TextParser.required(row.get("output"), "output")));
        return messages;
    }

    /** What is asked, with {@code input} behind it where there is one. */
    static String question(ObjectNode row, String key) throws InvalidRowException {
        String asked = TextParser.required(row.get(key), key);
        JsonNode input = row.path("input");
        if (input.isMissingNode() || input.isNull()) {
            return asked;
        }
        String more = TextParser.any(input, "input");
        return more.isBlank() ? asked : asked + "\n" + more;
    }

    private static List<ChatMessage> answered(List<ChatMessage> conversation) throws InvalidRowException {
        if (!conversation.getLast().role().equals(ChatMessage.ASSISTANT)) {
            throw new InvalidRowException(
                    Fault.LAST_MESSAGE,
                    "the last message must have the role \"assistant\". Add the answer, or drop what follows it.");
        }
        if (conversation.stream().noneMatch(ChatMessage::learned)) {
            throw new InvalidRowException(
                    Fault.NOTHING_TO_LEARN,
                    "every assistant message has the weight 0, so that there is nothing to learn. Give one the weight 1.");
        }
        return conversation;
    }

    private static List<ChatMessage> promptAndCompletion(ObjectNode row) throws InvalidRowException {
        if (!row.has("prompt") || !row.has("completion")) {
            throw new InvalidRowException(
                    Fault.UNKNOWN_ROW,
                    "the row has neither \"messages\" nor both \"prompt\" and \"completion\", nor ShareGPT's"
                            + " \"conversations\", nor Alpaca's \"instruction\" and \"output\". Add the missing key.");
        }
        JsonRow.refuseOtherKeys(row, Set.of("prompt", "completion", "input", "system"));
        List<ChatMessage> messages = new ArrayList<>(system(row));
        messages.add(ChatMessage.user(question(row, "prompt")));
        messages.add(ChatMessage.assistant(TextParser.required(row.get("completion"), "completion")));
        return messages;
    }
}
