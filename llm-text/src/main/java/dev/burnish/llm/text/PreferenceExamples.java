package dev.burnish.llm.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * The canonical file of a data set of preferences: UTF-8, one pair a line,
 * {@code {"input":{"messages":[…]},"preferred_output":[…],"non_preferred_output":[…]}} with one assistant message in each output; messages
 * and {@code tools} are as in {@link ChatExamples}.
 */
public final class PreferenceExamples {

    private PreferenceExamples() {}

    /**
     * Reads all pairs; empty lines are skipped and counted.
     *
     * @throws ChatExampleException at the first line that is no pair
     */
    public static List<PreferenceExample> read(InputStream input) throws IOException {
        return ChatExamples.read(input, PreferenceExamples::pair);
    }

    private static PreferenceExample pair(JsonNode root, int line) throws ChatExampleException {
        ChatExample conversation = ChatExamples.example(root.path("input"), line);
        return new PreferenceExample(
                conversation.messages(),
                conversation.tools(),
                answer(root, "preferred_output", line),
                answer(root, "non_preferred_output", line),
                line);
    }

    private static ChatMessage answer(JsonNode root, String field, int line) throws ChatExampleException {
        List<ChatMessage> messages = ChatExamples.messages(root.path(field), field, line);
        if (messages.size() != 1 || !messages.getFirst().role().equals(ChatMessage.ASSISTANT)) {
            throw new ChatExampleException(line, field, "is not a list with one assistant message");
        }
        return messages.getFirst();
    }

    /** Writes the pairs, each on a line of its own. Equal pairs give equal bytes. */
    public static void write(OutputStream output, Iterable<PreferenceExample> pairs) throws IOException {
        for (PreferenceExample pair : pairs) {
            ObjectNode root = ChatExamples.JSON.createObjectNode();
            ChatExamples.write(pair.input(), pair.tools(), root.putObject("input"));
            ChatExamples.write(
                    pair.preferred(), root.putArray("preferred_output").addObject());
            ChatExamples.write(
                    pair.other(), root.putArray("non_preferred_output").addObject());
            output.write(ChatExamples.JSON.writeValueAsBytes(root));
            output.write('\n');
        }
    }
}
