package dev.burnish.formatting.storage;

import dev.burnish.formatting.domain.InvalidRowException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts a stream into lines of strict UTF-8, each of at most {@value #MAX_BYTES} bytes. A byte order mark at the start and CR LF line ends are left out of the lines. */
final class Lines implements AutoCloseable {
    static final int MAX_BYTES = 1 << 20;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;

    private byte[] line = new byte[1 << 12];
    private int length;
    private int number;
    private boolean ended;

    Lines(InputStream in) {
        this.in = in;
    }

    /** The 1-based number of the line that {@link #next()} read last, also when it threw {@link InvalidRowException}. */
    int number() {
        return number;
    }

    /** @return null at the end of the stream */
    @Nullable
    String next() throws IOException, InvalidRowException {
        int start = ended ? -1 : read();
        if (start < 0) {
            return null;
        }
        number++;
        boolean tooLong = readLine(start);
        if (number == 1) {
            refuseUtf16();
        }
        if (tooLong) {
            throw new InvalidRowException(
                    "the line is longer than " + MAX_BYTES + " bytes. Split or shorten the example.");
        }
        return decode();
    }

    /** Reads to the end of the line, and keeps its first {@value #MAX_BYTES} bytes. */
    private boolean readLine(int start) throws IOException {
        length = 0;
        int value = start;
        boolean tooLong = false;
        while (value >= 0 && value != '\n') {
            if (length == MAX_BYTES) {
                // A line of the greatest length may end in CR LF.
                tooLong |= value != '\r' || peek() != '\n';
            } else {
                append((byte) value);
            }
            value = read();
        }
        return tooLong;
    }

    private String decode() throws InvalidRowException {
        int from = number == 1 && startsWith(0xef, 0xbb, 0xbf) ? 3 : 0;
        int to = length > from && line[length - 1] == '\r' ? length - 1 : length;
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidRowException("the text is not valid UTF-8. Save the file with the encoding UTF-8.");
        }
    }

    private void refuseUtf16() throws InvalidRowException {
        if (startsWith(0xff, 0xfe) || startsWith(0xfe, 0xff)) {
            ended = true;
            throw new InvalidRowException("the file is UTF-16. Save it with the encoding UTF-8.");
        }
    }

    private boolean startsWith(int... bytes) {
        if (length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (line[i] != (byte) bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private void append(byte value) {
        if (length == line.length) {
            line = Arrays.copyOf(line, Math.min(MAX_BYTES, 2 * line.length));
        }
        line[length++] = value;
    }

    private int read() throws IOException {
        int value = peek();
        position++;
        return value;
    }

    private int peek() throws IOException {
        if (position >= limit) {
            limit = in.read(buffer, 0, buffer.length);
            position = 0;
        }
        return limit < 0 ? -1 : buffer[position] & 0xff;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
