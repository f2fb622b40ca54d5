package dev.burnish.examples.tokenizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Trains the base model's tokenizer and writes {@code tokenizer.json}, {@code tokenizer_config.json} and {@code special_tokens_map.json}. */
public final class TokenizerFiles {

    public static final String PADDING = "<|pad|>";
    public static final String END = "<|end|>";

    /** Special tokens by id, from 0: padding, the start of each role's turn, and the end of a turn. */
    public static final List<String> SPECIAL = List.of(PADDING, "<|system|>", "<|user|>", "<|assistant|>", END);

    private static final String CHAT_TEMPLATE = """
            {% for message in messages %}{{ '<|' + message['role'] + '|>' + message['content'] + '<|end|>' }}{% endfor %}\
            {% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}""";
    private static final ObjectMapper JSON = new ObjectMapper();

    private TokenizerFiles() {}

    /**
     * Writes the three files.
     *
     * @param vocabularySize with special tokens and the 256 bytes
     * @param contextTokens the longest sequence of the model
     */
    public static void write(Path directory, Stream<String> texts, int vocabularySize, int contextTokens)
            throws IOException {
        BytePairTrainer trainer = new BytePairTrainer();
        texts.forEach(trainer::add);
        int merges = vocabularySize - SPECIAL.size() - ByteAlphabet.characters().size();
        write(directory.resolve("tokenizer.json"), tokenizer(trainer.train(merges)));
        write(directory.resolve("tokenizer_config.json"), config(contextTokens));
        ObjectNode special = JSON.createObjectNode();
        special.put("eos_token", END).put("pad_token", PADDING);
        write(directory.resolve("special_tokens_map.json"), special);
    }

    private static void write(Path file, ObjectNode content) throws IOException {
        Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n");
    }

    private static ObjectNode tokenizer(List<BytePairTrainer.Merge> merges) {
        ObjectNode root = JSON.createObjectNode();
        root.put("version", "1.0").putNull("truncation").putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        for (int id = 0; id < SPECIAL.size(); id++) {
            added.add(addedToken(id, SPECIAL.get(id)));
        }
        root.putNull("normalizer");
        ObjectNode preTokenizer = root.putObject("pre_tokenizer").put("type", "Sequence");
        preTokenizer
                .putArray("pretokenizers")
                .add(JSON.createObjectNode().put("type", "Digits").put("individual_digits", true))
                .add(byteLevel());
        root.putNull("post_processor");
        root.set("decoder", byteLevel());
        root.set("model", model(merges));
        return root;
    }

    private static ObjectNode addedToken(int id, String content) {
        ObjectNode token = JSON.createObjectNode().put("id", id).put("content", content);
        token.put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false);
        return token.put("special", true);
    }

    private static ObjectNode byteLevel() {
        ObjectNode node = JSON.createObjectNode().put("type", "ByteLevel").put("add_prefix_space", false);
        return node.put("trim_offsets", true).put("use_regex", true);
    }

    private static ObjectNode model(List<BytePairTrainer.Merge> merges) {
        ObjectNode model =
                JSON.createObjectNode().put("type", "BPE").putNull("dropout").putNull("unk_token");
        model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
        ObjectNode vocabulary = model.putObject("vocab");
        int id = 0;
        for (String token : SPECIAL) {
            vocabulary.put(token, id++);
        }
        for (String token : ByteAlphabet.characters()) {
            vocabulary.put(token, id++);
        }
        ArrayNode list = model.putArray("merges");
        for (BytePairTrainer.Merge merge : merges) {
            // Two merges can give the same token; it keeps its first id.
            if (!vocabulary.has(merge.left() + merge.right())) {
                vocabulary.put(merge.left() + merge.right(), id++);
            }
            list.addArray().add(merge.left()).add(merge.right());
        }
        return model;
    }

    private static ObjectNode config(int contextTokens) {
        ObjectNode config = JSON.createObjectNode().put("tokenizer_class", "PreTrainedTokenizerFast");
        config.put("model_max_length", contextTokens).put("eos_token", END).put("pad_token", PADDING);
        config.put("clean_up_tokenization_spaces", false).put("chat_template", CHAT_TEMPLATE);
        return config;
    }
}
