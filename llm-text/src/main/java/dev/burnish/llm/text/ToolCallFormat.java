package dev.burnish.llm.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.burnish.llm.text.ChatMessage.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** How models of a family write calls of tools. */
public enum ToolCallFormat {
    /** {@code <tool_call>{"name": …, "arguments": {…}}</tool_call>} for each call, behind any text: Hermes and Qwen. */
    TAGGED("arguments") {
        @Override
        public int begin(String text) {
            int tag = text.indexOf(OPEN);
            int end = tag >= 0 ? tag : text.length() - heldLength(text);
            while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
                end--;
            }
            return end;
        }

        @Override
        Optional<List<String>> objects(String text) {
            List<String> objects = new ArrayList<>();
            String rest = text.strip();
            while (rest.startsWith(OPEN)) {
                int close = rest.indexOf(CLOSE);
                objects.add(rest.substring(OPEN.length(), close < 0 ? rest.length() : close));
                rest = close < 0 ? "" : rest.substring(close + CLOSE.length()).strip();
            }
            return rest.isEmpty() ? Optional.of(objects) : Optional.empty();
        }
    },
    /** The whole answer is {@code {"name": …, "parameters": {…}}}: Llama 3.1 and those after it. */
    BARE("parameters") {
        @Override
        public int begin(String text) {
            return text.isBlank() || text.stripLeading().startsWith("{") ? 0 : text.length();
        }

        @Override
        Optional<List<String>> objects(String text) {
            return Optional.of(List.of(text));
        }
    };

    private static final String OPEN = "<tool_call>";
    private static final String CLOSE = "</tool_call>";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String arguments;

    ToolCallFormat(String arguments) {
        this.arguments = arguments;
    }

    /** The format in which a template writes a call, if it shows tools to the model and writes calls in one of these. */
    static Optional<ToolCallFormat> of(ChatTemplate template) {
        String question = "Which way is it?";
        String tool = "look_up_the_way";
        try {
            String text = template.render(
                    List.of(
                            ChatMessage.user(question),
                            ChatMessage.calling("", new ToolCall("call_0", tool, "{\"to\":\"Rome\"}"))),
                    List.of(Map.of(
                            "type",
                            "function",
                            "function",
                            Map.of("name", tool, "description", "The way.", "parameters", Map.of("type", "object")))),
                    false);
            int asked = text.indexOf(question);
            boolean offered = asked >= 0 && text.substring(0, asked).contains(tool);
            String answer = text.substring(Math.max(0, asked));
            for (ToolCallFormat format : values()) {
                if (offered && answer.contains("\"%s\": {\"to\": \"Rome\"}".formatted(format.arguments))) {
                    return Optional.of(format);
                }
            }
            return Optional.empty();
        } catch (ChatTemplateException e) {
            return Optional.empty();
        }
    }

    /** Where a call may begin in an answer that is not whole yet, with the blanks before it: what stands before is text. */
    public abstract int begin(String text);

    /** The JSON objects of the calls that a text consists of; empty if there is something else in it. */
    abstract Optional<List<String>> objects(String text);

    /** Length of the longest end of the text with which a tag may begin. */
    private static int heldLength(String text) {
        int length = Math.min(OPEN.length() - 1, text.length());
        while (length > 0 && !text.endsWith(OPEN.substring(0, length))) {
            length--;
        }
        return length;
    }

    /**
     * The calls that an answer consists of from where they {@link #begin}, each with an id of its own; none if it is no complete call of a tool on
     * offer.
     *
     * @param names of the tools on offer
     */
    public List<ToolCall> calls(String text, List<String> names) {
        List<ToolCall> calls = new ArrayList<>();
        for (String object : objects(text).orElse(List.of())) {
            Optional<ToolCall> call = call(object, names);
            if (call.isEmpty()) {
                return List.of();
            }
            calls.add(call.get());
        }
        return calls;
    }

    private Optional<ToolCall> call(String object, List<String> names) {
        try {
            JsonNode call = JSON.readTree(object);
            String name = call.path("name").asText();
            if (!names.contains(name) || !call.path(arguments).isObject()) {
                return Optional.empty();
            }
            String id = "call_" + UUID.randomUUID().toString().replace("-", "");
            return Optional.of(new ToolCall(id, name, JSON.writeValueAsString(call.path(arguments))));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
