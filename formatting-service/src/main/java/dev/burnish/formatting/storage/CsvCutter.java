package dev.burnish.formatting.storage;

import dev.burnish.formatting.domain.InvalidRowException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Cuts a stream of CSV into rows at the line ends outside of quotes, so that every row is bounded and a broken one does not hide those behind it. */
final class CsvCutter implements AutoCloseable {
    private final ByteReader in;
    private final CsvDialect dialect;
    private final RowText row = new RowText();
    private int line = 1;
    private int startLine = 1;

    CsvCutter(InputStream in, CsvDialect dialect) {
        this.in = new ByteReader(in);
        this.dialect = dialect;
    }

    /** The line on which the row begins that {@link #next()} read last. */
    int startLine() {
        return startLine;
    }

    /** Whether the row read last was the last one. */
    boolean ended() throws IOException {
        return in.peek() < 0;
    }

    /**
     * Rows without a character are none.
     *
     * @return null at the end
     */
    @Nullable
    String next() throws IOException, InvalidRowException {
        for (int next = in.peek(); next == '\n' || next == '\r'; next = in.peek()) {
            line += next == '\n' ? 1 : 0;
            in.read();
        }
        startLine = line;
        if (in.peek() < 0) {
            return null;
        }
        row.clear();
        cut();
        return row.text();
    }

    /** A quote opens a field only where the field begins; elsewhere it is a character like any other. */
    private void cut() throws IOException {
        boolean begins = true;
        boolean quoted = false;
        for (int value = in.read(); value >= 0; value = in.read()) {
            line += value == '\n' ? 1 : 0;
            if (quoted) {
                if (value == dialect.quote() && in.peek() == dialect.quote()) {
                    row.add(value);
                    value = in.read();
                } else if (value == dialect.quote()) {
                    quoted = false;
                }
            } else if (value == '\n') {
                return;
            } else if (value == '\r' && in.peek() == '\n') {
                continue;
            } else {
                quoted = begins && value == dialect.quote();
                begins = value == dialect.delimiter();
            }
            row.add(value);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
