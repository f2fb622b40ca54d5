package dev.burnish.formatting.domain;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of one file, read once from the first to the last. */
public interface Rows extends Closeable {
    /**
     * @return null after the last row
     * @throws InvalidRowException if this row is broken; the next call goes on behind it
     */
    @Nullable
    Row next() throws IOException, InvalidRowException;

    /** The 1-based line of the row that {@link #next()} answered or refused last. */
    int line();
}
