package dev.burnish.formatting.app;

import dev.burnish.formatting.domain.InvalidFileException;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.formatting.domain.Place;
import dev.burnish.formatting.domain.Row;
import dev.burnish.formatting.domain.Rows;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of a file whose end is missing: all but the last, of which a part may be missing. */
final class RowsBeforeACut implements Rows {
    private static final Ahead END = new Ahead(null, null, new Place(1, 0));

    private final Rows rows;
    private @Nullable Ahead ahead;
    private Place place;

    RowsBeforeACut(Rows rows) {
        this.rows = rows;
        place = rows.place();
    }

    /** A row that was read, or is broken; neither at the end. */
    private record Ahead(@Nullable Row row, @Nullable InvalidRowException broken, Place place) {
        boolean isEnd() {
            return row == null && broken == null;
        }
    }

    @Override
    public @Nullable Row next() throws IOException, InvalidRowException {
        Ahead current = ahead == null ? read() : ahead;
        Ahead following = current.isEnd() ? END : read();
        ahead = following;
        if (following.isEnd()) {
            return null;
        }
        place = current.place;
        if (current.broken != null) {
            throw current.broken;
        }
        return current.row;
    }

    private Ahead read() throws IOException {
        try {
            Row row = rows.next();
            return row == null ? END : new Ahead(row, null, rows.place());
        } catch (InvalidRowException e) {
            return new Ahead(null, e, rows.place());
        } catch (InvalidFileException e) {
            if (e.getCause() instanceof EOFException) {
                return END;
            }
            throw e;
        }
    }

    @Override
    public Place place() {
        return place;
    }

    @Override
    public String reading() {
        return rows.reading();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
