package dev.burnish.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The support tickets that ship with the project. */
final class Tickets {
    private static final Path FILE = Path.of(System.getProperty("burnish.home"), "examples", "support-tickets.jsonl");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Tickets() {}

    /** The first {@code count} examples, as JSONL. */
    static String some(int count) {
        return String.join("\n", lines().subList(0, count)) + "\n";
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
