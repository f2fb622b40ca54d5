package dev.burnish.deployment.service;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.llm.checkpoint.SafetensorsWriter;
import dev.burnish.llm.checkpoint.SafetensorsWriter.Source;
import dev.burnish.llm.checkpoint.StoredType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Llama-type model whose weights are written by hand, so that its answers are known: the next token follows from the last one alone. Its tokens are the 256 bytes and a
 * few special ones; embeddings are unit vectors, attention adds nothing, and the output head holds the chain. An adapter turns the assistant's turn to another chain.
 */
final class ChainModel {
    static final String NAME = "chain";

    /** What the model answers to every conversation; no byte comes twice, a code point of four bytes is among them. */
    static final String ANSWER = "Hé\uD83D\uDE00!";

    /** What it answers with the adapter that {@link #writeAdapter} makes for {@link #TUNED}. */
    static final String TUNED_ANSWER = "Tλ.";

    /** Begins with the token that leads to {@link #TUNED_ANSWER}. */
    static final int TUNED = 260;

    /** Begins a text of {@code ababab…} without end. */
    static final int ENDLESS = 261;

    static final int CONTEXT_LENGTH = 16384;

    private static final int END = 256;
    private static final int ASSISTANT = 259;
    private static final List<String> SPECIAL =
            List.of("<|end|>", "<|system|>", "<|user|>", "<|assistant|>", "<|tuned|>", "<|endless|>");
    private static final int SIZE = 272;
    private static final String TEMPLATE =
            "{% if messages[0].role == 'assistant' %}{{ raise_exception('A conversation must not begin with the assistant.') }}{% endif %}"
                    + "{% for message in messages %}{{ '<|' + message.role + '|>' + message.content + '<|end|>' }}{% endfor %}"
                    + "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}";
    private static final ObjectMapper JSON = new ObjectMapper();

    private ChainModel() {}

    /** Writes the model in Hugging Face's layout into a folder named {@link #NAME}. */
    static void write(Path models) throws IOException {
        write(models.resolve(NAME), ANSWER);
    }

    /** Writes the model with another answer to every conversation, of which no byte comes twice. */
    static void write(Path folder, String answer) throws IOException {
        Files.createDirectories(folder);
        ObjectNode config = JSON.createObjectNode()
                .put("model_type", "llama")
                .put("hidden_act", "silu")
                .put("vocab_size", SIZE)
                .put("hidden_size", SIZE)
                .put("intermediate_size", SIZE)
                .put("num_hidden_layers", 1)
                .put("num_attention_heads", 4)
                .put("num_key_value_heads", 4)
                .put("max_position_embeddings", CONTEXT_LENGTH)
                .put("rms_norm_eps", 1e-6)
                .put("rope_theta", 10000)
                .put("tie_word_embeddings", false)
                .put("eos_token_id", END);
        config.putArray("architectures").add("LlamaForCausalLM");
        JSON.writeValue(folder.resolve("config.json").toFile(), config);
        JSON.writeValue(
                folder.resolve("generation_config.json").toFile(),
                JSON.createObjectNode().put("eos_token_id", END));
        JSON.writeValue(
                folder.resolve("tokenizer_config.json").toFile(),
                JSON.createObjectNode().put("eos_token", SPECIAL.getFirst()).put("chat_template", TEMPLATE));
        JSON.writeValue(folder.resolve("tokenizer.json").toFile(), tokenizer());
        SafetensorsWriter.write(folder.resolve("model.safetensors"), weights(answer));
    }

    /**
     * Writes an adapter in PEFT's layout.
     *
     * @param start the token behind which the assistant's turn goes on, {@link #TUNED} or {@link #ENDLESS}
     * @param strength 1 for an adapter that works; NaN for one that computes nothing
     */
    static void writeAdapter(Path folder, int start, float strength) throws IOException {
        Files.createDirectories(folder);
        ObjectNode config = JSON.createObjectNode()
                .put("peft_type", "LORA")
                .put("task_type", "CAUSAL_LM")
                .put("base_model_name_or_path", NAME)
                .put("bias", "none")
                .put("r", 2)
                .put("lora_alpha", 2)
                .put("lora_dropout", 0.0);
        config.putArray("target_modules").add("down_proj");
        JSON.writeValue(folder.resolve("adapter_config.json").toFile(), config);
        float[] a = new float[2 * SIZE];
        a[ASSISTANT] = strength;
        float[] b = new float[SIZE * 2];
        b[start * 2] = 1;
        String module = "base_model.model.model.layers.0.mlp.down_proj";
        SafetensorsWriter.write(
                folder.resolve("adapter_model.safetensors"),
                List.of(tensor(module + ".lora_A.weight", a, 2, SIZE), tensor(module + ".lora_B.weight", b, SIZE, 2)));
    }

    private static List<Source> weights(String answer) {
        String layer = "model.layers.0.";
        List<Source> tensors = new ArrayList<>();
        tensors.add(matrix("model.embed_tokens.weight", identity()));
        tensors.add(matrix("lm_head.weight", chain(answer)));
        tensors.add(tensor("model.norm.weight", ones(), SIZE));
        tensors.add(tensor(layer + "input_layernorm.weight", ones(), SIZE));
        tensors.add(tensor(layer + "post_attention_layernorm.weight", ones(), SIZE));
        for (String attention : List.of("q_proj", "k_proj", "v_proj", "o_proj")) {
            tensors.add(matrix(layer + "self_attn." + attention + ".weight", new float[SIZE * SIZE]));
        }
        tensors.add(matrix(layer + "mlp.gate_proj.weight", identity()));
        tensors.add(matrix(layer + "mlp.up_proj.weight", identity()));
        tensors.add(matrix(layer + "mlp.down_proj.weight", new float[SIZE * SIZE]));
        return tensors;
    }

    /** The output head: row of the next token, column of the last. */
    private static float[] chain(String answer) {
        float[] head = new float[SIZE * SIZE];
        link(head, ASSISTANT, answer);
        link(head, TUNED, TUNED_ANSWER);
        follow(head, ENDLESS, 'a');
        follow(head, 'a', 'b');
        follow(head, 'b', 'a');
        return head;
    }

    private static void link(float[] head, int start, String text) {
        int last = start;
        for (byte next : text.getBytes(StandardCharsets.UTF_8)) {
            follow(head, last, Byte.toUnsignedInt(next));
            last = Byte.toUnsignedInt(next);
        }
        follow(head, last, END);
    }

    private static void follow(float[] head, int last, int next) {
        head[next * SIZE + last] = 3;
    }

    private static float[] identity() {
        float[] values = new float[SIZE * SIZE];
        for (int i = 0; i < SIZE; i++) {
            values[i * SIZE + i] = 1;
        }
        return values;
    }

    private static float[] ones() {
        float[] values = new float[SIZE];
        java.util.Arrays.fill(values, 1);
        return values;
    }

    private static Source matrix(String name, float[] values) {
        return tensor(name, values, SIZE, SIZE);
    }

    private static Source tensor(String name, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        List<Long> dimensions = java.util.Arrays.stream(shape).boxed().toList();
        return new Source(name, StoredType.F32, dimensions, () -> bytes);
    }

    private static ObjectNode tokenizer() {
        ObjectNode tokenizer = JSON.createObjectNode().put("version", "1.0");
        tokenizer.putNull("truncation").putNull("padding").putNull("normalizer").putNull("post_processor");
        ArrayNode added = tokenizer.putArray("added_tokens");
        for (int i = 0; i < SPECIAL.size(); i++) {
            added.addObject()
                    .put("id", END + i)
                    .put("content", SPECIAL.get(i))
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        byteLevel(tokenizer.putObject("pre_tokenizer"));
        byteLevel(tokenizer.putObject("decoder"));
        ObjectNode model = tokenizer.putObject("model").put("type", "BPE");
        ObjectNode vocabulary = model.putObject("vocab");
        int shifted = 256;
        for (int value = 0; value < 256; value++) {
            boolean printable = (value >= 33 && value <= 126) || (value >= 161 && value <= 255 && value != 173);
            vocabulary.put(String.valueOf((char) (printable ? value : shifted++)), value);
        }
        model.putArray("merges");
        return tokenizer;
    }

    private static void byteLevel(ObjectNode step) {
        step.put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", true);
    }
}
