package dev.burnish.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.llm.text.EncodedExample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;

/**
 * A tiny random model with an adapter, and what transformers and PEFT compute with both; see {@code src/test/reference}.
 *
 * @param name {@code grouped} or {@code tied}
 */
public record GoldenModel(String name) {

    public static final GoldenModel GROUPED = new GoldenModel("grouped");
    public static final GoldenModel TIED = new GoldenModel("tied");

    public Path directory() {
        return Path.of("src/test/resources/golden").resolve(name);
    }

    public Path adapter() {
        return directory().resolve("adapter");
    }

    public JsonNode values() throws IOException {
        return new ObjectMapper().readTree(Files.readAllBytes(directory().resolve("golden.json")));
    }

    /** The sequence that the values belong to. */
    public EncodedExample example() throws IOException {
        JsonNode values = values();
        int[] tokens = StreamSupport.stream(values.get("tokens").spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
        boolean[] learned = new boolean[tokens.length];
        for (int i = 0; i < learned.length; i++) {
            learned[i] = values.get("learned").get(i).booleanValue();
        }
        return new EncodedExample(tokens, learned, 1);
    }

    /** A list of numbers among the values. */
    public static float[] floats(JsonNode list) {
        float[] floats = new float[list.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) list.get(i).doubleValue();
        }
        return floats;
    }

    @Override
    public String toString() {
        return name;
    }
}
