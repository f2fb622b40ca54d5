package dev.burnish.formatting.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** UTF-16 as UTF-8. What is no character, half a surrogate pair or half a unit at the end, becomes a byte that is no UTF-8, so that the row that holds it is refused. */
final class Utf8FromUtf16 extends InputStream {
    private static final byte[] NO_CHARACTER = {(byte) 0xff};
    private static final byte[] NOTHING = {};
    private static final int END = -1;
    private static final int HALF = -2;
    private static final int NONE = -3;

    private final InputStream in;
    private final boolean bigEndian;
    private byte[] character = NOTHING;
    private int position;
    private int ahead = NONE;

    /** @param in buffered, behind the byte order mark */
    Utf8FromUtf16(InputStream in, boolean bigEndian) {
        this.in = in;
        this.bigEndian = bigEndian;
    }

    @Override
    public int read() throws IOException {
        if (position == character.length) {
            character = next();
            position = 0;
        }
        return character.length == 0 ? -1 : character[position++] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = 0;
        while (count < length) {
            int value = read();
            if (value < 0) {
                break;
            }
            buffer[offset + count++] = (byte) value;
        }
        return count == 0 && length > 0 ? -1 : count;
    }

    private byte[] next() throws IOException {
        int unit = ahead == NONE ? unit() : ahead;
        ahead = NONE;
        if (unit == END) {
            return NOTHING;
        }
        if (unit == HALF || Character.isLowSurrogate((char) unit)) {
            return NO_CHARACTER;
        }
        if (!Character.isHighSurrogate((char) unit)) {
            return Character.toString(unit).getBytes(StandardCharsets.UTF_8);
        }
        int low = unit();
        if (low < 0 || !Character.isLowSurrogate((char) low)) {
            ahead = low;
            return NO_CHARACTER;
        }
        return Character.toString(Character.toCodePoint((char) unit, (char) low))
                .getBytes(StandardCharsets.UTF_8);
    }

    private int unit() throws IOException {
        int first = in.read();
        if (first < 0) {
            return END;
        }
        int second = in.read();
        if (second < 0) {
            return HALF;
        }
        return bigEndian ? first << 8 | second : second << 8 | first;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
