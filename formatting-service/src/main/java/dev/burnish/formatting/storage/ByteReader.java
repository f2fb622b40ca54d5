package dev.burnish.formatting.storage;

import java.io.IOException;
import java.io.InputStream;

/** Reads a stream byte by byte, from a buffer, and looks one byte ahead. */
final class ByteReader implements AutoCloseable {
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;

    ByteReader(InputStream in) {
        this.in = in;
    }

    /** 0 to 255, or -1 at the end. */
    int read() throws IOException {
        int value = peek();
        position++;
        return value;
    }

    /** What {@link #read()} will answer next. */
    int peek() throws IOException {
        if (position >= limit) {
            limit = in.read(buffer, 0, buffer.length);
            position = 0;
        }
        return limit < 0 ? -1 : buffer[position] & 0xff;
    }

    /** Takes from the buffer what belongs to the line without a doubt: nothing if its end, or a CR that may be part of it, comes next. */
    void readLineInto(RowText line) throws IOException {
        if (peek() < 0) {
            return;
        }
        int end = position;
        while (end < limit && buffer[end] != '\n') {
            end++;
        }
        if (end > position && buffer[end - 1] == '\r') {
            end--;
        }
        line.add(buffer, position, end);
        position = end;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
