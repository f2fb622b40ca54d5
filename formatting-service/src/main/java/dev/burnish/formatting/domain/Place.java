package dev.burnish.formatting.domain;

/**
 * Where a row stands in its file.
 *
 * @param row counts from 1
 * @param line the line on which the row begins, from 1; 0 in a format that has no lines
 */
public record Place(int row, int line) {
    public Place {
        if (row < 1 || line < 0) {
            throw new IllegalArgumentException("a row counts from 1 and a line from 0, not " + row + " and " + line);
        }
    }

    /** The line, or the row where there are no lines. */
    public int number() {
        return line == 0 ? row : line;
    }

    /** Such as {@code Line 12}, {@code Line 12 (row 4)} or {@code Row 4}. */
    public String describe() {
        if (line == 0) {
            return "Row " + row;
        }
        return "Line " + line + (line == row ? "" : " (row " + row + ")");
    }
}
