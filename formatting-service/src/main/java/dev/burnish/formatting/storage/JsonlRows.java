package dev.burnish.formatting.storage;

import dev.burnish.contracts.Method;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.formatting.domain.Row;
import dev.burnish.formatting.domain.Rows;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The rows of one JSONL file; lines of white space are none. */
final class JsonlRows implements Rows {
    private final Lines lines;
    private final Method method;
    private final RowParser conversations = new RowParser();
    private final PreferenceParser preferences = new PreferenceParser();

    JsonlRows(InputStream in, Method method) {
        lines = new Lines(in);
        this.method = method;
    }

    @Override
    public @Nullable Row next() throws IOException, InvalidRowException {
        String line = lines.next();
        while (line != null && line.isBlank()) {
            line = lines.next();
        }
        return line == null ? null : row(line, lines.number());
    }

    private Row row(String line, int number) throws InvalidRowException {
        return switch (method) {
            case SUPERVISED -> new Row.Conversation(conversations.parse(line, number));
            case DPO -> new Row.Preference(preferences.parse(line, number));
        };
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
