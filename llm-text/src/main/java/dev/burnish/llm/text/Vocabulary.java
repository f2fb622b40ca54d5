package dev.burnish.llm.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The tokens of a {@code tokenizer.json}. They are written in one of two ways: with a character for each byte (the table of GPT-2's
 * {@code bytes_to_unicode}), or as text with U+2581 for a blank and {@code <0xE2>} for a byte that is no character by itself.
 */
final class Vocabulary {

    private static final Pattern BYTE = Pattern.compile("<0x([0-9A-F]{2})>");

    private final Map<Integer, String> tokens = new HashMap<>();
    private final Map<Integer, String> added = new HashMap<>();
    private final List<String> special = new ArrayList<>();
    private final boolean byCharacter;
    private int size;

    private Vocabulary(boolean byCharacter) {
        this.byCharacter = byCharacter;
    }

    /**
     * @param root the content of the file
     * @throws TextModelException if it has no vocabulary that is an object
     */
    static Vocabulary read(Path file, JsonNode root) throws TextModelException {
        JsonNode vocabulary = root.path("model").path("vocab");
        if (!vocabulary.isObject()) {
            throw new TextModelException(
                    file, "model.vocab", "is missing: only BPE and WordPiece tokenizers are supported");
        }
        Vocabulary read =
                new Vocabulary(root.path("decoder").findValuesAsText("type").contains("ByteLevel"));
        for (Map.Entry<String, JsonNode> token : vocabulary.properties()) {
            read.add(token.getValue().intValue(), token.getKey(), read.tokens);
        }
        for (JsonNode token : root.path("added_tokens")) {
            String content = token.path("content").asText();
            read.add(token.path("id").intValue(), content, read.added);
            if (token.path("special").booleanValue()) {
                read.special.add(content);
            }
        }
        return read;
    }

    private void add(int id, String token, Map<Integer, String> kind) {
        kind.put(id, token);
        size = Math.max(size, id + 1);
    }

    /** One more than the highest token id. */
    int size() {
        return size;
    }

    List<String> special() {
        return List.copyOf(special);
    }

    /** Whether a token is written with a character for each of its bytes. */
    boolean isByteByCharacter() {
        return byCharacter;
    }

    /** The token as the file writes it; empty for an id that is no token's. */
    String written(int token) {
        String own = added.get(token);
        return own == null ? tokens.getOrDefault(token, "") : own;
    }

    /** How many bytes of a text the token stands for, special tokens included. */
    int byteLength(int token) {
        String own = added.get(token);
        return own == null ? bytes(tokens.getOrDefault(token, "")).length : own.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Empty for an id that is no token's. */
    TokenText text(int token) {
        String own = added.get(token);
        if (own != null && special.contains(own)) {
            return new TokenText(own, null);
        }
        byte[] bytes = own == null ? bytes(tokens.getOrDefault(token, "")) : own.getBytes(StandardCharsets.UTF_8);
        return new TokenText(
                new String(bytes, StandardCharsets.UTF_8),
                IntStream.range(0, bytes.length).mapToObj(i -> bytes[i] & 0xff).toList());
    }

    private byte[] bytes(String token) {
        if (byCharacter) {
            return bytesOfCharacters(token);
        }
        Matcher single = BYTE.matcher(token);
        return single.matches()
                ? new byte[] {(byte) Integer.parseInt(single.group(1), 16)}
                : token.replace('\u2581', ' ').getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytesOfCharacters(String token) {
        byte[] bytes = new byte[token.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) byteOf(token.charAt(i));
        }
        return bytes;
    }

    /** Bytes that print stand for themselves; the others, in their order, for the characters from U+0100. */
    private static int byteOf(char character) {
        if (character < 256) {
            return character;
        }
        int place = character - 256;
        if (place < 33) {
            return place;
        }
        return place < 67 ? place - 33 + 127 : 173;
    }
}
