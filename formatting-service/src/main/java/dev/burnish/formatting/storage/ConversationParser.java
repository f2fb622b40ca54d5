package dev.burnish.formatting.storage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.burnish.formatting.domain.Fault;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.llm.text.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the messages of one conversation in order, each in the light of the tools and of what was called before it. */
final class ConversationParser {
    private final OpenCalls calls;
    private final MessageParser messages;
    private final TurnParser turns;

    /** @param tools what the row offers, as {@link ToolsParser} gives it */
    ConversationParser(List<Map<String, Object>> tools) {
        calls = new OpenCalls(names(tools));
        messages = new MessageParser(calls);
        turns = new TurnParser(calls);
    }

    /** To be asked where an answer follows that is read on its own. */
    void requireAnswered(String at) throws InvalidRowException {
        calls.requireNone(at);
    }

    private static Set<String> names(List<Map<String, Object>> tools) {
        return tools.stream()
                .map(tool ->
                        tool.get("function") instanceof Map<?, ?> function ? String.valueOf(function.get("name")) : "")
                .collect(Collectors.toSet());
    }

    /** @param list OpenAI's messages, or ShareGPT's turns if the first has {@code from} */
    List<ChatMessage> parse(JsonNode list, String path) throws InvalidRowException {
        if (!list.isArray() || list.isEmpty()) {
            throw new InvalidRowException(
                    Fault.NO_MESSAGES, "\"" + path + "\" must be an array with at least one message.");
        }
        boolean shareGpt = list.get(0).has("from");
        List<ChatMessage> conversation = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            String at = path + "[" + i + "]";
            conversation.add(shareGpt ? turns.parse(list.get(i), at) : messages.parse(list.get(i), at));
        }
        return conversation;
    }

    /** A row may say that its assistant calls one tool at a time. */
    static void checkParallel(JsonNode owner, String prefix, List<ChatMessage> messages) throws InvalidRowException {
        JsonNode parallel = owner.path("parallel_tool_calls");
        if (parallel.isMissingNode() || parallel.isNull()) {
            return;
        }
        if (!parallel.isBoolean()) {
            throw new InvalidRowException(
                    Fault.WRONG_TYPE, "\"" + prefix + "parallel_tool_calls\" must be true or false.");
        }
        if (!parallel.booleanValue()
                && messages.stream().anyMatch(message -> message.toolCalls().size() > 1)) {
            throw new InvalidRowException(
                    Fault.PARALLEL_TOOL_CALLS,
                    "a message calls several tools at once, but \"" + prefix
                            + "parallel_tool_calls\" is false. Split the calls, or set it to true.");
        }
    }
}
