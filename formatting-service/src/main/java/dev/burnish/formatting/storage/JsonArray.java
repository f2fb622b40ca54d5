package dev.burnish.formatting.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.formatting.domain.Fault;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.formatting.domain.Place;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one JSON array. The array is cut at the commas between its elements, without a look at what else they hold, so that each is parsed on its own and a broken
 * one does not hide those behind it.
 */
final class JsonArray implements RowSource {
    private final ByteReader in;
    private final RowText element = new RowText();
    private int row;
    private int line = 1;
    private int startLine = 1;
    private boolean opened;
    private boolean closed;
    private boolean refused;

    /** @param in UTF-8; the first byte that is no white space is {@code [} */
    JsonArray(InputStream in) {
        this.in = new ByteReader(in);
    }

    @Override
    public @Nullable ObjectNode next() throws IOException, InvalidRowException {
        if (!opened) {
            open();
        }
        skipWhiteSpace();
        if (closed) {
            refuseMore();
            return null;
        }
        row++;
        startLine = line;
        int after = readElement();
        closed = after != ',';
        if (after < 0) {
            throw new InvalidRowException(
                    Fault.INCOMPLETE_JSON,
                    "the file ends within its JSON array. Add what is missing, at least the \"]\" at its end.");
        }
        return JsonRow.read(element.text());
    }

    private void open() throws IOException {
        opened = true;
        skipWhiteSpace();
        in.read();
        skipWhiteSpace();
        if (in.peek() == ']') {
            in.read();
            closed = true;
        }
    }

    private void refuseMore() throws IOException, InvalidRowException {
        if (in.peek() >= 0 && !refused) {
            refused = true;
            startLine = line;
            throw new InvalidRowException(
                    Fault.TRAILING_CONTENT,
                    "something follows the \"]\" that ends the JSON array. Remove it, or put it into the array.");
        }
    }

    /** @return the byte behind the element: a comma, a bracket, or -1 where the file ends */
    private int readElement() throws IOException {
        element.clear();
        int depth = 0;
        boolean text = false;
        for (int value = in.read(); value >= 0; value = in.read()) {
            if (text) {
                if (value == '\\' && in.peek() >= 0) {
                    element.add(value);
                    value = in.read();
                } else if (value == '"') {
                    text = false;
                }
            } else if (value == '"') {
                text = true;
            } else if (value == '{' || value == '[') {
                depth++;
            } else if (depth == 0 && (value == ',' || value == ']')) {
                return value;
            } else if (value == '}' || value == ']') {
                depth = Math.max(0, depth - 1);
            }
            line += value == '\n' ? 1 : 0;
            element.add(value);
        }
        return -1;
    }

    private void skipWhiteSpace() throws IOException {
        for (int value = in.peek();
                value == ' ' || value == '\n' || value == '\r' || value == '\t';
                value = in.peek()) {
            line += value == '\n' ? 1 : 0;
            in.read();
        }
    }

    @Override
    public Place place() {
        return new Place(Math.max(1, row), startLine);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
