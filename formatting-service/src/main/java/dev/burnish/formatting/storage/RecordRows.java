package dev.burnish.formatting.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.contracts.Method;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.formatting.domain.Place;
import dev.burnish.formatting.domain.Row;
import dev.burnish.formatting.domain.Rows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes what a source holds for rows of the wanted kind. */
final class RecordRows implements Rows {
    private final RowSource source;
    private final Method method;
    private final String format;
    private final RowParser conversations = new RowParser();
    private final PreferenceParser preferences = new PreferenceParser();

    private final @Nullable ColumnMapping mapping;
    private String columns;

    /**
     * @param format for the user; empty for OpenAI's own
     * @param mapping null to look at every row's own keys
     * @param columns what the mapping makes of them, for the user
     */
    RecordRows(RowSource source, Method method, String format, @Nullable ColumnMapping mapping, String columns) {
        this.source = source;
        this.method = method;
        this.format = format;
        this.mapping = mapping;
        this.columns = columns;
    }

    @Override
    public @Nullable Row next() throws IOException, InvalidRowException {
        ObjectNode record = source.next();
        if (record == null) {
            return null;
        }
        ObjectNode row = mapping == null ? named(record) : mapping.apply(record);
        int number = source.place().number();
        return switch (method) {
            case SUPERVISED -> new Row.Conversation(conversations.parse(row, number));
            case DPO -> new Row.Preference(preferences.parse(row, number));
        };
    }

    /** A row of no known shape is taken for what its keys say, if nothing of it is lost. */
    private ObjectNode named(ObjectNode record) throws InvalidRowException {
        boolean known = method == Method.DPO ? PreferenceParser.knows(record) : RowParser.knows(record);
        if (known) {
            return record;
        }
        List<String> keys = new ArrayList<>();
        record.fieldNames().forEachRemaining(keys::add);
        Optional<ColumnMapping> guess = ColumnMapping.guess(keys, method).filter(candidate -> candidate.covers(keys));
        if (guess.isEmpty()) {
            return record;
        }
        if (columns.isEmpty()) {
            columns = guess.get().describe(keys);
        }
        return guess.get().apply(record);
    }

    @Override
    public Place place() {
        return source.place();
    }

    @Override
    public String reading() {
        if (columns.isEmpty()) {
            return format;
        }
        return (format.isEmpty() ? "JSON Lines" : format) + ", " + columns;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
