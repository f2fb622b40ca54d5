package dev.burnish.llm.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** The tokenizer of a base model, read from its {@code tokenizer.json}. It adds no token by itself and is safe for use by several threads. */
public final class Tokenizer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HuggingFaceTokenizer tokenizer;
    private final Vocabulary vocabulary;

    private Tokenizer(HuggingFaceTokenizer tokenizer, Vocabulary vocabulary) {
        this.tokenizer = tokenizer;
        this.vocabulary = vocabulary;
    }

    /** @throws TextModelException if {@code tokenizer.json} is missing or is not a tokenizer */
    public static Tokenizer load(Path modelDirectory) throws TextModelException {
        Path file = modelDirectory.resolve("tokenizer.json");
        // The library otherwise asks a cloud's metadata address on first use and looks for natives on the network.
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
        try {
            Vocabulary vocabulary = Vocabulary.read(file, JSON.readTree(Files.readAllBytes(file)));
            HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(
                    file, Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false"));
            return new Tokenizer(tokenizer, vocabulary);
        } catch (IOException e) {
            throw new TextModelException(file, "", "cannot be read: " + e.getMessage(), e);
        }
    }

    /** Token ids of the text. Special tokens written in it are recognised; half a character becomes a question mark. */
    public int[] encode(String text) {
        return text.isEmpty() ? new int[0] : tokens(encoding(text));
    }

    /** The library makes several characters of half a surrogate pair; Java's own encoder makes one. */
    private Encoding encoding(String text) {
        String wellFormed = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return tokenizer.encode(wellFormed, false, false);
    }

    private static int[] tokens(Encoding encoding) {
        return LongStream.of(encoding.getIds()).mapToInt(Math::toIntExact).toArray();
    }

    /** As {@link #encode}, with the place of each token in the text. */
    TokenizedText encodeWithOffsets(String text) {
        if (text.isEmpty()) {
            return new TokenizedText(new int[0], new int[0], new int[0]);
        }
        Encoding encoding = encoding(text);
        int[] starts = new int[encoding.getIds().length];
        int[] ends = new int[starts.length];
        int[] places = placesOfCodePoints(text);
        int last = 0;
        for (int i = 0; i < starts.length; i++) {
            CharSpan span = encoding.getCharTokenSpans()[i];
            // A token that stands for nothing in the text, such as a blank put before it, is where the last one ended.
            starts[i] = span == null ? last : places[span.getStart()];
            ends[i] = span == null ? last : places[span.getEnd()];
            last = ends[i];
        }
        return new TokenizedText(tokens(encoding), starts, ends);
    }

    /** Where each code point starts, and where the last ends: the library counts code points. */
    private static int[] placesOfCodePoints(String text) {
        int[] places = new int[text.codePointCount(0, text.length()) + 1];
        int place = 0;
        for (int i = 0; i < places.length; i++) {
            places[i] = place;
            place += place < text.length() ? Character.charCount(text.codePointAt(place)) : 0;
        }
        return places;
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
        return vocabulary.size();
    }

    /** Texts that stand for special tokens, such as the end of a turn. */
    public List<String> specialTokens() {
        return vocabulary.special();
    }

    /** What a token stands for; empty for an id that is no token's. */
    public TokenText text(int token) {
        return vocabulary.text(token);
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
