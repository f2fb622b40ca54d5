package dev.burnish.llm.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The tokenizer of a base model, read from its {@code tokenizer.json}. It adds no token by itself and is safe for use by several threads. */
public final class Tokenizer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HuggingFaceTokenizer tokenizer;
    private final int vocabularySize;
    private final List<String> specialTokens;

    private Tokenizer(HuggingFaceTokenizer tokenizer, int vocabularySize, List<String> specialTokens) {
        this.tokenizer = tokenizer;
        this.vocabularySize = vocabularySize;
        this.specialTokens = List.copyOf(specialTokens);
    }

    /** @throws TextModelException if {@code tokenizer.json} is missing or is not a tokenizer */
    public static Tokenizer load(Path modelDirectory) throws TextModelException {
        Path file = modelDirectory.resolve("tokenizer.json");
        // The library otherwise asks a cloud's metadata address on first use and looks for natives on the network.
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
        try {
            JsonNode root = JSON.readTree(Files.readAllBytes(file));
            int highest = -1;
            JsonNode vocabulary = root.path("model").path("vocab");
            if (!vocabulary.isObject()) {
                throw new TextModelException(
                        file, "model.vocab", "is missing: only BPE and WordPiece tokenizers are supported");
            }
            for (JsonNode id : vocabulary) {
                highest = Math.max(highest, id.intValue());
            }
            List<String> special = new ArrayList<>();
            for (JsonNode added : root.path("added_tokens")) {
                highest = Math.max(highest, added.path("id").intValue());
                if (added.path("special").booleanValue()) {
                    special.add(added.path("content").textValue());
                }
            }
            HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(
                    file, Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false"));
            return new Tokenizer(tokenizer, highest + 1, special);
        } catch (IOException e) {
            throw new TextModelException(file, "", "cannot be read: " + e.getMessage(), e);
        }
    }

    /** Token ids of the text. Special tokens written in it are recognised. */
    public int[] encode(String text) {
        if (text.isEmpty()) {
            return new int[0];
        }
        long[] ids = tokenizer.encode(text, false, false).getIds();
        int[] tokens = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            tokens[i] = Math.toIntExact(ids[i]);
        }
        return tokens;
    }

    /** Text of the tokens, without special tokens. Bytes that are no UTF-8 become U+FFFD. */
    public String decode(int[] tokens) {
        if (tokens.length == 0) {
            return "";
        }
        long[] ids = new long[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            ids[i] = tokens[i];
        }
        return tokenizer.decode(ids, true);
    }

    /** One more than the highest token id. */
    public int vocabularySize() {
        return vocabularySize;
    }

    /** Texts that stand for special tokens, such as the end of a turn. */
    public List<String> specialTokens() {
        return specialTokens;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
