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

    @Override
    public void close() throws IOException {
        in.close();
    }
}
