package dev.burnish.llm.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The tokenizer of a base model, read from its {@code tokenizer.json}. It adds no token by itself and is safe for use by several threads. */
public final class Tokenizer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HuggingFaceTokenizer tokenizer;
    private final Vocabulary vocabulary;
    private final Optional<TokenPlaces> places;
    private final List<String> specialTokens;
    private final String firstOfSpecialTokens;

    private Tokenizer(HuggingFaceTokenizer tokenizer, Vocabulary vocabulary, Optional<TokenPlaces> places) {
        this.tokenizer = tokenizer;
        this.vocabulary = vocabulary;
        this.places = places;
        this.specialTokens = vocabulary.special();
        this.firstOfSpecialTokens = specialTokens.stream()
                .map(special -> special.substring(0, 1))
                .distinct()
                .collect(Collectors.joining());
    }

    /** @throws TextModelException if {@code tokenizer.json} is missing or is not a tokenizer */
    public static Tokenizer load(Path modelDirectory) throws TextModelException {
        Path file = modelDirectory.resolve("tokenizer.json");
        // The library otherwise asks a cloud's metadata address on first use and looks for natives on the network.
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
        try {
            JsonNode root = JSON.readTree(Files.readAllBytes(file));
            Vocabulary vocabulary = Vocabulary.read(file, root);
            HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(
                    file, Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false"));
            return new Tokenizer(tokenizer, vocabulary, TokenPlaces.of(root, vocabulary));
        } catch (IOException e) {
            throw new TextModelException(file, "", "cannot be read: " + e.getMessage(), e);
        }
    }

    /** Token ids of the text. Special tokens written in it are recognised; half a character becomes a question mark. */
    public int[] encode(String text) {
        return text.isEmpty() ? new int[0] : encoded(wellFormed(utf8(text)), Tokenizer::tokens);
    }

    /** What is made of what the library has found in a text, by the number under which it keeps that. */
    private interface Form<T> {
        T of(long encoding);
    }

    /** The library's own method makes objects of everything it knows of every token, which takes longer than finding the tokens. */
    private <T> T encoded(String text, Form<T> form) {
        long encoding = TokenizersLibrary.LIB.encode(tokenizer.getHandle(), text, false);
        try {
            return form.of(encoding);
        } finally {
            TokenizersLibrary.LIB.deleteEncoding(encoding);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The library makes several characters of half a surrogate pair; Java's own encoder makes one. */
    private static String wellFormed(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static int[] tokens(long encoding) {
        return LongStream.of(TokenizersLibrary.LIB.getTokenIds(encoding))
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    /** As {@link #encode}, with the place of each token in the text. */
    TokenizedText encodeWithOffsets(String text) {
        if (text.isEmpty()) {
            return new TokenizedText(new int[0], new int[0], new int[0]);
        }
        byte[] utf8 = utf8(text);
        String wellFormed = wellFormed(utf8);
        return encoded(wellFormed, encoding -> {
            int[] tokens = tokens(encoding);
            return places.map(bytes -> bytes.of(wellFormed, utf8.length, tokens))
                    .orElseGet(() -> asked(encoding, tokens, wellFormed));
        });
    }

    /** The places that the library tells. */
    private static TokenizedText asked(long encoding, int[] tokens, String text) {
        @Nullable CharSpan[] spans = TokenizersLibrary.LIB.getTokenCharSpans(encoding);
        int[] starts = new int[tokens.length];
        int[] ends = new int[tokens.length];
        int[] places = placesOfCodePoints(text);
        int last = 0;
        for (int i = 0; i < starts.length; i++) {
            CharSpan span = spans[i];
            // A token that stands for nothing in the text, such as a blank put before it, is where the last one ended.
            starts[i] = span == null ? last : places[span.getStart()];
            ends[i] = span == null ? last : places[span.getEnd()];
            last = ends[i];
        }
        return new TokenizedText(tokens, starts, ends);
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
        return specialTokens;
    }

    /** False only if there is none in the text; most texts are told by one look. */
    boolean mayContainSpecialTokens(String text) {
        return firstOfSpecialTokens.chars().anyMatch(first -> text.indexOf(first) >= 0);
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
