package dev.burnish.formatting.storage;

import dev.burnish.formatting.domain.InvalidRowException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Cuts a stream of UTF-8 into lines of at most {@value RowText#MAX_BYTES} bytes, without their ends, LF or CR LF. */
final class Lines implements AutoCloseable {
    private final ByteReader in;
    private final RowText line = new RowText();
    private int number;

    Lines(InputStream in) {
        this.in = new ByteReader(in);
    }

    /** The 1-based number of the line that {@link #next()} read last, also when it threw {@link InvalidRowException}. */
    int number() {
        return number;
    }

    /** @return null at the end of the stream */
    @Nullable
    String next() throws IOException, InvalidRowException {
        if (in.peek() < 0) {
            return null;
        }
        number++;
        line.clear();
        in.readLineInto(line);
        for (int value = in.read(); value >= 0 && value != '\n'; value = in.read()) {
            if (value != '\r' || in.peek() != '\n') {
                line.add(value);
            }
            in.readLineInto(line);
        }
        return line.text();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
