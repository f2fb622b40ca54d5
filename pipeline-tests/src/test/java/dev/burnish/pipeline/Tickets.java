package dev.burnish.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The support tickets that ship with the project. */
final class Tickets {
    private static final Path FILE = Path.of(System.getProperty("burnish.home"), "examples", "support-tickets.jsonl");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Tickets() {}

    /** The first {@code count} examples, as JSONL. */
    static String some(int count) {
        return String.join("\n", lines().subList(0, count)) + "\n";
    }

    /** The first {@code count} examples as preferences, JSONL: the desk's record is preferred to an empty one. */
    static String preferences(int count) {
        return lines().subList(0, count).stream().map(Tickets::preference).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String preference(String line) {
        try {
            ArrayNode messages = (ArrayNode) JSON.readTree(line).path("messages");
            JsonNode answer = messages.remove(messages.size() - 1);
            ObjectNode row = JSON.createObjectNode();
            row.putObject("input").set("messages", messages);
            row.putArray("preferred_output").add(answer);
            row.putArray("non_preferred_output")
                    .addObject()
                    .put("role", "assistant")
                    .put("content", "{}");
            return JSON.writeValueAsString(row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String systemMessage() {
        return message(0);
    }

    /** A mail that is in no file that {@link #some} makes in these tests. */
    static String unseenMail() {
        return message(1);
    }

    private static String message(int index) {
        try {
            JsonNode example = JSON.readTree(lines().getLast());
            return example.path("messages").path(index).path("content").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
