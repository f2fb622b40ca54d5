package dev.burnish.formatting.domain;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of one file, read once from the first to the last. */
public interface Rows extends Closeable {
    /**
     * @return null after the last row
     * @throws InvalidRowException if this row is broken; the next call goes on behind it
     * @throws InvalidFileException if nothing can be read from here on
     */
    @Nullable
    Row next() throws IOException, InvalidRowException;

    /** Of the row that {@link #next()} answered or refused last; the first row before any. */
    Place place();

    /** How the file is read, for its user: format, and which column is taken for what; empty if it is in OpenAI's own format. */
    String reading();
}
