package dev.burnish.formatting.storage;

import dev.burnish.formatting.domain.Fault;
import dev.burnish.formatting.domain.InvalidRowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Gathers the bytes of one row, at most {@value #MAX_BYTES}, and gives them as the text that they are in strict UTF-8. */
final class RowText {
    static final int MAX_BYTES = 1 << 20;

    private static final char REPLACEMENT = '\uFFFD';

    private byte[] bytes = new byte[1 << 12];
    private int length;
    private boolean tooLong;

    void clear() {
        length = 0;
        tooLong = false;
    }

    /** Bytes beyond the limit are only noticed. */
    void add(int value) {
        if (length == MAX_BYTES) {
            tooLong = true;
            return;
        }
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(MAX_BYTES, 2 * bytes.length));
        }
        bytes[length++] = (byte) value;
    }

    /** As {@link #add(int)}, of the bytes from start to end, exclusive. */
    void add(byte[] added, int start, int end) {
        int count = Math.min(end - start, MAX_BYTES - length);
        tooLong |= count < end - start;
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(MAX_BYTES, Math.max(2 * bytes.length, length + count)));
        }
        System.arraycopy(added, start, bytes, length, count);
        length += count;
    }

    String text() throws InvalidRowException {
        if (tooLong) {
            throw new InvalidRowException(
                    Fault.ROW_TOO_LONG,
                    "the row is longer than " + MAX_BYTES + " bytes. Split or shorten the example.");
        }
        return decode(bytes, length);
    }

    /** @throws InvalidRowException if the bytes are no UTF-8, or hold U+0000 */
    static String decode(byte[] bytes, int length) throws InvalidRowException {
        String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            // It may stand in the text, or for bytes that are no characters.
            requireCharacters(bytes, length);
        }
        if (text.indexOf('\0') >= 0) {
            throw new InvalidRowException(
                    Fault.NUL_CHARACTER,
                    "the text holds a NUL byte. Remove it, or save the file as text with the encoding UTF-8.");
        }
        return text;
    }

    private static void requireCharacters(byte[] bytes, int length) throws InvalidRowException {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
        } catch (CharacterCodingException e) {
            throw new InvalidRowException(
                    Fault.INVALID_ENCODING,
                    "the text has bytes that are no characters in the file's encoding. Save the file with the encoding UTF-8.");
        }
    }
}
