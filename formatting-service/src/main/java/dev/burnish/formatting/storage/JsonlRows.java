package dev.burnish.formatting.storage;

import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.formatting.domain.Rows;
import dev.burnish.llm.text.ChatExample;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The rows of one JSONL file; lines of white space are none. */
final class JsonlRows implements Rows {
    private final Lines lines;
    private final RowParser parser = new RowParser();

    JsonlRows(InputStream in) {
        lines = new Lines(in);
    }

    @Override
    public @Nullable ChatExample next() throws IOException, InvalidRowException {
        String line = lines.next();
        while (line != null && line.isBlank()) {
            line = lines.next();
        }
        return line == null ? null : parser.parse(line, lines.number());
    }

    @Override
    public int line() {
        return lines.number();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
