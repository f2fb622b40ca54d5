package dev.burnish.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.llm.checkpoint.SafetensorsFile;
import dev.burnish.llm.checkpoint.StoredTensor;
import dev.burnish.llm.text.EncodedExample;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * A tiny random model with adapters, and what transformers and PEFT compute with them; see {@code src/test/reference}.
 *
 * @param name of its folder
 */
public record GoldenModel(String name) {

    private static final Path FOLDER = Path.of("src/test/resources/golden");

    public static final GoldenModel GROUPED = new GoldenModel("grouped");
    public static final GoldenModel TIED = new GoldenModel("tied");
    public static final GoldenModel MISTRAL = new GoldenModel("mistral");
    public static final GoldenModel QWEN2 = new GoldenModel("qwen2");
    public static final GoldenModel QWEN3 = new GoldenModel("qwen3");
    public static final GoldenModel BIASED = new GoldenModel("biased");
    public static final GoldenModel LINEAR = new GoldenModel("linear");
    public static final GoldenModel YARN = new GoldenModel("yarn");
    public static final GoldenModel LONGROPE = new GoldenModel("longrope");
    public static final GoldenModel WIDE = new GoldenModel("wide");

    /** Every model. */
    public static List<GoldenModel> all() {
        return List.of(GROUPED, TIED, MISTRAL, QWEN2, QWEN3, BIASED, LINEAR, YARN, LONGROPE, WIDE);
    }

    public Path directory() {
        return FOLDER.resolve(name);
    }

    /** A LoRA adapter on all linear modules. */
    public Path adapter() {
        return directory().resolve("adapter");
    }

    public JsonNode values() throws IOException {
        return values(name + "/golden.json");
    }

    /** What a file of the golden folder says. */
    public static JsonNode values(String file) throws IOException {
        return new ObjectMapper().readTree(Files.readAllBytes(FOLDER.resolve(file)));
    }

    /** Arrays that belong to this model and its adapters, in rows. */
    public Map<String, float[]> arrays() throws IOException {
        return arrays(directory().resolve("golden.safetensors"));
    }

    /** Arrays of a file of the golden folder, in rows. */
    public static Map<String, float[]> arrays(String file) throws IOException {
        return arrays(FOLDER.resolve(file));
    }

    private static Map<String, float[]> arrays(Path path) throws IOException {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        try (SafetensorsFile file = SafetensorsFile.open(path);
                Arena arena = Arena.ofConfined()) {
            for (StoredTensor tensor : file.tensors().values()) {
                FloatBuffer values = file.map(tensor, 0, tensor.length(), arena).asFloatBuffer();
                float[] array = new float[values.remaining()];
                values.get(array);
                arrays.put(tensor.name(), array);
            }
        }
        return arrays;
    }

    /** The sequence that the values belong to. */
    public EncodedExample example() throws IOException {
        return example(values(), 1);
    }

    /** A sequence with its learned tokens. */
    public static EncodedExample example(JsonNode values, int line) {
        int[] tokens = integers(values.get("tokens"));
        boolean[] learned = new boolean[tokens.length];
        for (int i = 0; i < learned.length; i++) {
            learned[i] = values.get("learned").get(i).booleanValue();
        }
        return new EncodedExample(tokens, learned, line);
    }

    /** A list of whole numbers among the values. */
    public static int[] integers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }

    @Override
    public String toString() {
        return name;
    }
}
