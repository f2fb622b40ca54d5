package dev.burnish.examples.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** GPT-2's alphabet of 256 visible characters, one for each byte: printable Latin-1 stands for itself, the rest follows from U+0100. */
final class ByteAlphabet {

    private static final int[] CHARACTERS = new int[256];

    static {
        int next = 256;
        for (int i = 0; i < 256; i++) {
            boolean visible = (i >= '!' && i <= '~') || (i >= 0xA1 && i <= 0xAC) || i >= 0xAE;
            CHARACTERS[i] = visible ? i : next++;
        }
    }

    private ByteAlphabet() {}

    /** Every character, by its byte. */
    static List<String> characters() {
        return IntStream.of(CHARACTERS).mapToObj(Character::toString).toList();
    }

    /** The text's UTF-8 bytes in this alphabet. */
    static String write(String text) {
        StringBuilder result = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            result.appendCodePoint(CHARACTERS[b & 0xFF]);
        }
        return result.toString();
    }
}
