package dev.burnish.llm.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A conversation as the plain data that chat templates work on.
 *
 * @param messages maps with {@code role}, {@code content} and, where there are any, {@code tool_calls} and {@code tool_call_id}
 */
record Conversation(List<Map<String, Object>> messages, List<Map<String, Object>> tools) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static Conversation of(List<ChatMessage> messages, List<Map<String, Object>> tools) {
        List<Map<String, Object>> turns = new ArrayList<>();
        messages.forEach(message -> turns.add(data(message)));
        return new Conversation(turns, tools);
    }

    /** The first messages of the conversation. */
    Conversation first(int count) {
        return new Conversation(messages.subList(0, count), tools);
    }

    private static Map<String, Object> data(ChatMessage message) {
        Map<String, Object> turn = new LinkedHashMap<>();
        turn.put("role", message.role());
        turn.put("content", message.content());
        if (!message.toolCalls().isEmpty()) {
            turn.put(
                    "tool_calls",
                    message.toolCalls().stream().map(Conversation::data).toList());
        }
        if (message.toolCallId() != null) {
            turn.put("tool_call_id", message.toolCallId());
        }
        return turn;
    }

    private static Map<String, Object> data(ChatMessage.ToolCall call) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", call.name());
        function.put("arguments", arguments(call.arguments()));
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", call.id());
        data.put("type", "function");
        data.put("function", function);
        return data;
    }

    /** Templates expect an object, and most write it with {@code tojson}; what is no object stays text. */
    private static Object arguments(String json) {
        try {
            return JSON.readValue(json, new TypeReference<Map<String, Object>>() {});
        } catch (JsonProcessingException e) {
            return json;
        }
    }
}
