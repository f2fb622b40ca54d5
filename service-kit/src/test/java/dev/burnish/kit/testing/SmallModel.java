package dev.burnish.kit.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Writes a Llama of 2 layers with random weights in Hugging Face layout, whose tokens are bytes. It knows nothing, but a step takes
 * milliseconds.
 */
public final class SmallModel {
    public static final int MAX_POSITIONS = 256;

    private static final int HIDDEN = 64;
    private static final int INTERMEDIATE = 128;
    private static final int KEY_VALUE = 32;
    private static final int LAYERS = 2;
    private static final List<String> SPECIALS = List.of("<|system|>", "<|user|>", "<|assistant|>", "<|end|>");
    private static final int END = 256 + SPECIALS.indexOf("<|end|>");
    private static final int VOCABULARY = 256 + SPECIALS.size();
    private static final ObjectMapper JSON = new ObjectMapper();

    private SmallModel() {}

    public static void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("config.json"), """
                {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": %d, "hidden_size": %d,
                 "intermediate_size": %d, "num_hidden_layers": %d, "num_attention_heads": 4, "num_key_value_heads": 2,
                 "hidden_act": "silu", "max_position_embeddings": %d, "rms_norm_eps": 1e-5, "rope_theta": 10000.0,
                 "tie_word_embeddings": true, "eos_token_id": %d, "torch_dtype": "float32"}
                """.formatted(
                        VOCABULARY, HIDDEN, INTERMEDIATE, LAYERS, MAX_POSITIONS, END));
        Files.writeString(directory.resolve("generation_config.json"), "{\"eos_token_id\": [%d]}".formatted(END));
        Files.writeString(
                directory.resolve("tokenizer_config.json"),
                JSON.writeValueAsString(Map.of(
                        "eos_token",
                        "<|end|>",
                        "chat_template",
                        "{% for message in messages %}<|{{ message['role'] }}|>{{ message['content'] }}<|end|>"
                                + "{% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}")));
        Files.writeString(directory.resolve("tokenizer.json"), JSON.writeValueAsString(tokenizer()));
        writeWeights(directory.resolve("model.safetensors"));
    }

    private static ObjectNode tokenizer() {
        ObjectNode tokenizer = JSON.createObjectNode().put("version", "1.0");
        ArrayNode added = tokenizer.putArray("added_tokens");
        for (int i = 0; i < SPECIALS.size(); i++) {
            added.addObject()
                    .put("id", 256 + i)
                    .put("content", SPECIALS.get(i))
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        for (String part : List.of("pre_tokenizer", "decoder")) {
            tokenizer
                    .putObject(part)
                    .put("type", "ByteLevel")
                    .put("add_prefix_space", false)
                    .put("trim_offsets", true)
                    .put("use_regex", false);
        }
        ObjectNode model = tokenizer.putObject("model").put("type", "BPE");
        ObjectNode vocabulary = model.putObject("vocab");
        int beyondBytes = 256;
        for (int octet = 0; octet < 256; octet++) {
            boolean visible = (octet > 0x20 && octet < 0x7f) || (octet > 0xa0 && octet != 0xad);
            vocabulary.put(Character.toString(visible ? octet : beyondBytes++), octet);
        }
        for (int i = 0; i < SPECIALS.size(); i++) {
            vocabulary.put(SPECIALS.get(i), 256 + i);
        }
        model.putArray("merges");
        return tokenizer;
    }

    private static void writeWeights(Path file) throws IOException {
        Map<String, int[]> shapes = shapes();
        ObjectNode header = JSON.createObjectNode();
        int bytes = 0;
        for (Map.Entry<String, int[]> tensor : shapes.entrySet()) {
            ObjectNode entry = header.putObject(tensor.getKey()).put("dtype", "F32");
            ArrayNode shape = entry.putArray("shape");
            IntStream.of(tensor.getValue()).forEach(shape::add);
            int length = Float.BYTES * IntStream.of(tensor.getValue()).reduce(1, (a, b) -> a * b);
            entry.putArray("data_offsets").add(bytes).add(bytes + length);
            bytes += length;
        }
        byte[] text = JSON.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
        ByteBuffer content =
                ByteBuffer.allocate(Long.BYTES + text.length + bytes).order(ByteOrder.LITTLE_ENDIAN);
        content.putLong(text.length).put(text);
        Random random = new Random(1);
        for (int[] shape : shapes.values()) {
            int values = IntStream.of(shape).reduce(1, (a, b) -> a * b);
            for (int i = 0; i < values; i++) {
                content.putFloat(shape.length == 1 ? 1f : (float) (random.nextGaussian() / Math.sqrt(shape[1])));
            }
        }
        Files.write(file, content.array());
    }

    private static Map<String, int[]> shapes() {
        Map<String, int[]> shapes = new LinkedHashMap<>();
        shapes.put("model.embed_tokens.weight", new int[] {VOCABULARY, HIDDEN});
        for (int layer = 0; layer < LAYERS; layer++) {
            String prefix = "model.layers." + layer + ".";
            shapes.put(prefix + "input_layernorm.weight", new int[] {HIDDEN});
            shapes.put(prefix + "self_attn.q_proj.weight", new int[] {HIDDEN, HIDDEN});
            shapes.put(prefix + "self_attn.k_proj.weight", new int[] {KEY_VALUE, HIDDEN});
            shapes.put(prefix + "self_attn.v_proj.weight", new int[] {KEY_VALUE, HIDDEN});
            shapes.put(prefix + "self_attn.o_proj.weight", new int[] {HIDDEN, HIDDEN});
            shapes.put(prefix + "post_attention_layernorm.weight", new int[] {HIDDEN});
            shapes.put(prefix + "mlp.gate_proj.weight", new int[] {INTERMEDIATE, HIDDEN});
            shapes.put(prefix + "mlp.up_proj.weight", new int[] {INTERMEDIATE, HIDDEN});
            shapes.put(prefix + "mlp.down_proj.weight", new int[] {HIDDEN, INTERMEDIATE});
        }
        shapes.put("model.norm.weight", new int[] {HIDDEN});
        return shapes;
    }
}
