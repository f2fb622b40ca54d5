package dev.burnish.llm.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.llm.text.ChatMessage.ToolCall;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The canonical file of a data set: UTF-8, one example a line, {@code {"messages":[{"role":…,"content":…,"weight":0}]}}, where
 * {@code weight} stands only at assistant messages that are not learned. Messages may have OpenAI's {@code tool_calls} and
 * {@code tool_call_id}, and the example {@code tools}.
 */
public final class ChatExamples {

    private static final Set<String> ROLES =
            Set.of(ChatMessage.SYSTEM, ChatMessage.USER, ChatMessage.ASSISTANT, ChatMessage.TOOL);
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ChatExamples() {}

    /**
     * Reads all examples; empty lines are skipped and counted.
     *
     * @throws ChatExampleException at the first line that is no example
     */
    public static List<ChatExample> read(InputStream input) throws IOException {
        return read(input, ChatExamples::example);
    }

    /** What a line holds. */
    interface Line<T> {
        T read(JsonNode root, int line) throws ChatExampleException;
    }

    static <T> List<T> read(InputStream input, Line<T> content) throws IOException {
        List<T> examples = new ArrayList<>();
        BufferedReader reader = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8.newDecoder()));
        int line = 0;
        for (String text = reader.readLine(); text != null; text = reader.readLine()) {
            line++;
            if (!text.isBlank()) {
                examples.add(content.read(json(text, line), line));
            }
        }
        return examples;
    }

    private static JsonNode json(String text, int line) throws ChatExampleException {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new ChatExampleException(line, "", "is not valid JSON: " + e.getOriginalMessage());
        }
    }

    static ChatExample example(JsonNode root, int line) throws ChatExampleException {
        return new ChatExample(
                messages(root.path("messages"), "messages", line), tools(root.path("tools"), line), line);
    }

    static List<ChatMessage> messages(JsonNode messages, String path, int line) throws ChatExampleException {
        if (!messages.isArray() || messages.isEmpty()) {
            throw new ChatExampleException(line, path, "is not a list with at least one message");
        }
        List<ChatMessage> result = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            result.add(message(messages.get(i), path + "[" + i + "]", line));
        }
        return result;
    }

    private static List<Map<String, Object>> tools(JsonNode tools, int line) throws ChatExampleException {
        List<Map<String, Object>> result = new ArrayList<>();
        if (!tools.isMissingNode() && !tools.isNull() && !tools.isArray()) {
            throw new ChatExampleException(line, "tools", "is not a list");
        }
        for (JsonNode tool : tools) {
            if (!tool.path("function").path("name").isTextual()) {
                throw new ChatExampleException(
                        line, "tools[" + result.size() + "]", "is not an object with function.name");
            }
            result.add(JSON.convertValue(tool, new TypeReference<Map<String, Object>>() {}));
        }
        return result;
    }

    private static ChatMessage message(JsonNode message, String path, int line) throws ChatExampleException {
        String role = message.path("role").asText("");
        if (!ROLES.contains(role)) {
            throw new ChatExampleException(line, path + ".role", "is not one of system, user, assistant, tool");
        }
        boolean assistant = role.equals(ChatMessage.ASSISTANT);
        List<ToolCall> calls =
                assistant ? toolCalls(message.path("tool_calls"), path + ".tool_calls", line) : List.of();
        JsonNode content = message.path("content");
        if (!content.isTextual() && (calls.isEmpty() || !(content.isNull() || content.isMissingNode()))) {
            throw new ChatExampleException(line, path + ".content", "is not a string");
        }
        JsonNode weight = message.path("weight");
        if (!weight.isMissingNode() && !(weight.isNumber() && (weight.asDouble() == 0 || weight.asDouble() == 1))) {
            throw new ChatExampleException(line, path + ".weight", "is neither 0 nor 1");
        }
        JsonNode answered = message.path("tool_call_id");
        if (role.equals(ChatMessage.TOOL) != answered.isTextual()) {
            throw new ChatExampleException(
                    line, path + ".tool_call_id", "must be a string in messages of the role tool, and in no other");
        }
        return new ChatMessage(
                role,
                content.asText(""),
                assistant && weight.asDouble(1) != 0,
                calls,
                answered.isTextual() ? answered.textValue() : null);
    }

    private static List<ToolCall> toolCalls(JsonNode calls, String path, int line) throws ChatExampleException {
        if (!calls.isMissingNode() && !calls.isNull() && !calls.isArray()) {
            throw new ChatExampleException(line, path, "is not a list");
        }
        List<ToolCall> result = new ArrayList<>();
        for (JsonNode call : calls) {
            JsonNode name = call.path("function").path("name");
            JsonNode arguments = call.path("function").path("arguments");
            if (!call.path("id").isTextual() || !name.isTextual() || !arguments.isTextual()) {
                throw new ChatExampleException(
                        line,
                        path + "[" + result.size() + "]",
                        "is not an object with the strings id, function.name and function.arguments");
            }
            result.add(new ToolCall(call.path("id").textValue(), name.textValue(), arguments.textValue()));
        }
        return result;
    }

    /** Writes the examples, each on a line of its own. Equal examples give equal bytes. */
    public static void write(OutputStream output, Iterable<ChatExample> examples) throws IOException {
        for (ChatExample example : examples) {
            ObjectNode root = JSON.createObjectNode();
            write(example.messages(), example.tools(), root);
            output.write(JSON.writeValueAsBytes(root));
            output.write('\n');
        }
    }

    static void write(List<ChatMessage> messages, List<Map<String, Object>> tools, ObjectNode node) {
        ArrayNode list = node.putArray("messages");
        messages.forEach(message -> write(message, list.addObject()));
        if (!tools.isEmpty()) {
            node.set("tools", JSON.valueToTree(tools));
        }
    }

    static void write(ChatMessage message, ObjectNode node) {
        node.put("role", message.role()).put("content", message.content());
        if (!message.toolCalls().isEmpty()) {
            ArrayNode calls = node.putArray("tool_calls");
            for (ToolCall call : message.toolCalls()) {
                calls.addObject()
                        .put("id", call.id())
                        .put("type", "function")
                        .putObject("function")
                        .put("name", call.name())
                        .put("arguments", call.arguments());
            }
        }
        if (message.toolCallId() != null) {
            node.put("tool_call_id", message.toolCallId());
        }
        if (message.role().equals(ChatMessage.ASSISTANT) && !message.learned()) {
            node.put("weight", 0);
        }
    }
}
