package dev.burnish.llm.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.llm.text.EncodedExample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Examples as a comparison writes them: JSON objects of tokens and of the length of the prompt, after which all is learned. */
final class Examples {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Examples() {}

    static List<EncodedExample> read(Path file) throws IOException {
        List<EncodedExample> examples = new ArrayList<>();
        for (JsonNode example : JSON.readTree(file.toFile())) {
            int[] tokens = JSON.convertValue(example.path("tokens"), int[].class);
            boolean[] learned = new boolean[tokens.length];
            for (int i = example.path("prompt").asInt(); i < learned.length; i++) {
                learned[i] = true;
            }
            examples.add(new EncodedExample(tokens, learned, examples.size() + 1));
        }
        return examples;
    }
}
