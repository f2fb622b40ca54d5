package dev.burnish.formatting.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.formatting.domain.Place;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of a file in one of its formats, as JSON objects, read once and in memory that does not grow with the file. */
interface RowSource extends Closeable {
    /**
     * @return null after the last row
     * @throws InvalidRowException if this row is broken; the next call goes on behind it, or ends where that is not possible
     */
    @Nullable
    ObjectNode next() throws IOException, InvalidRowException;

    /** Of the row that was read or refused last; the first row before any. */
    Place place();
}
