package dev.burnish.formatting.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.formatting.domain.Place;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** One JSON object a line; lines of white space are none. */
final class JsonLines implements RowSource {
    private final Lines lines;
    private int row;

    JsonLines(InputStream in) {
        lines = new Lines(in);
    }

    @Override
    public @Nullable ObjectNode next() throws IOException, InvalidRowException {
        row++;
        String line = lines.next();
        while (line != null && line.isBlank()) {
            line = lines.next();
        }
        return line == null ? null : JsonRow.read(line);
    }

    @Override
    public Place place() {
        return new Place(Math.max(1, row), Math.max(1, lines.number()));
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
