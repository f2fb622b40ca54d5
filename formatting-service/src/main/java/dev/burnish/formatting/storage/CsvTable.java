package dev.burnish.formatting.storage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.formatting.domain.Fault;
import dev.burnish.formatting.domain.InvalidFileException;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.formatting.domain.Place;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of texts under the names of a header. */
final class CsvTable implements RowSource {
    static final int MAX_COLUMNS = 1000;

    private final CsvCutter rows;
    private final CsvDialect dialect;
    private final List<String> columns;
    private int row;

    /** @throws InvalidFileException if the first row is no header */
    CsvTable(InputStream in, CsvDialect dialect) throws IOException {
        this.rows = new CsvCutter(in, dialect);
        this.dialect = dialect;
        this.columns = header();
    }

    private List<String> header() throws IOException {
        List<String> names;
        try {
            String text = rows.next();
            names = text == null
                    ? List.of()
                    : dialect.fields(text).stream().map(String::strip).toList();
        } catch (InvalidRowException e) {
            throw new InvalidFileException(Fault.INVALID_HEADER, "Its first row is no header: " + e.problem(), e);
        }
        if (names.size() > MAX_COLUMNS) {
            throw new InvalidFileException(
                    Fault.INVALID_HEADER,
                    "Its header has " + names.size() + " columns, but at most " + MAX_COLUMNS
                            + " are allowed. Leave some out.");
        }
        if (names.stream().anyMatch(String::isEmpty) || new HashSet<>(names).size() < names.size()) {
            throw new InvalidFileException(
                    Fault.INVALID_HEADER,
                    "Its first row is no header: every column must have a name of its own. Add or correct the header.");
        }
        return names;
    }

    List<String> columns() {
        return columns;
    }

    @Override
    public @Nullable ObjectNode next() throws IOException, InvalidRowException {
        row++;
        String text = rows.next();
        if (text == null) {
            return null;
        }
        List<String> fields = dialect.fields(text);
        if (fields.size() != columns.size()) {
            throw new InvalidRowException(
                    Fault.WRONG_NUMBER_OF_FIELDS,
                    "the row has " + fields.size() + " field(s), but the header has " + columns.size()
                            + ". Quote fields with delimiters or line breaks in them, or add what is missing.");
        }
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < fields.size(); i++) {
            record.put(columns.get(i), fields.get(i));
        }
        return record;
    }

    @Override
    public Place place() {
        return new Place(Math.max(1, row), rows.startLine());
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
