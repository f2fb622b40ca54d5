package dev.burnish.llm.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The canonical file of a data set: UTF-8, one example a line, {@code {"messages":[{"role":…,"content":…,"weight":0}]}}, where
 * {@code weight} stands only at assistant messages that are not learned.
 */
public final class ChatExamples {

    private static final Set<String> ROLES = Set.of(ChatMessage.SYSTEM, ChatMessage.USER, ChatMessage.ASSISTANT);
    private static final ObjectMapper JSON = JsonMapper.builder()
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
        List<ChatExample> examples = new ArrayList<>();
        BufferedReader reader = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8.newDecoder()));
        int line = 0;
        for (String text = reader.readLine(); text != null; text = reader.readLine()) {
            line++;
            if (!text.isBlank()) {
                examples.add(example(text, line));
            }
        }
        return examples;
    }

    private static ChatExample example(String text, int line) throws ChatExampleException {
        try {
            JsonNode messages = JSON.readTree(text).path("messages");
            if (!messages.isArray() || messages.isEmpty()) {
                throw new ChatExampleException(line, "messages", "is not a list with at least one message");
            }
            List<ChatMessage> result = new ArrayList<>();
            for (int i = 0; i < messages.size(); i++) {
                result.add(message(messages.get(i), "messages[" + i + "]", line));
            }
            return new ChatExample(result, line);
        } catch (JsonProcessingException e) {
            throw new ChatExampleException(line, "", "is not valid JSON: " + e.getOriginalMessage());
        }
    }

    private static ChatMessage message(JsonNode message, String path, int line) throws ChatExampleException {
        String role = message.path("role").asText("");
        if (!ROLES.contains(role)) {
            throw new ChatExampleException(line, path + ".role", "is not one of system, user, assistant");
        }
        JsonNode content = message.path("content");
        if (!content.isTextual()) {
            throw new ChatExampleException(line, path + ".content", "is not a string");
        }
        JsonNode weight = message.path("weight");
        if (!weight.isMissingNode() && !(weight.isNumber() && (weight.asDouble() == 0 || weight.asDouble() == 1))) {
            throw new ChatExampleException(line, path + ".weight", "is neither 0 nor 1");
        }
        boolean learned = role.equals(ChatMessage.ASSISTANT) && weight.asDouble(1) != 0;
        return new ChatMessage(role, content.textValue(), learned);
    }

    /** Writes the examples, each on a line of its own. Equal examples give equal bytes. */
    public static void write(OutputStream output, Iterable<ChatExample> examples) throws IOException {
        for (ChatExample example : examples) {
            ObjectNode root = JSON.createObjectNode();
            ArrayNode messages = root.putArray("messages");
            for (ChatMessage message : example.messages()) {
                ObjectNode node =
                        messages.addObject().put("role", message.role()).put("content", message.content());
                if (message.role().equals(ChatMessage.ASSISTANT) && !message.learned()) {
                    node.put("weight", 0);
                }
            }
            output.write(JSON.writeValueAsBytes(root));
            output.write('\n');
        }
    }
}
