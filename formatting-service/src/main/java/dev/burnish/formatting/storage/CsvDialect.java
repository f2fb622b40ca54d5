package dev.burnish.formatting.storage;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.burnish.contracts.Method;
import dev.burnish.formatting.domain.Fault;
import dev.burnish.formatting.domain.InvalidRowException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How the fields of a CSV file are parted and quoted; a quote within quotes is doubled (RFC 4180). */
record CsvDialect(char delimiter, char quote) {
    private static final List<Character> DELIMITERS = List.of(',', '\t', ';', '|');
    private static final int SAMPLED = 20;

    /**
     * The dialect in which a file makes most sense: one whose header names known columns, whose rows have as many fields as the header, and whose header is widest. Single quotes quote where the file begins with one.
     *
     * @param head how the file begins
     * @param whole whether that is all of it; if not, the last row may be cut
     * @return empty if in no dialect the header has two columns
     */
    static Optional<CsvDialect> detect(byte[] head, boolean whole, Method method) throws IOException {
        List<Candidate> candidates = new ArrayList<>();
        char quote = head.length > 0 && head[0] == '\'' ? '\'' : '"';
        for (char delimiter : DELIMITERS) {
            CsvDialect dialect = new CsvDialect(delimiter, quote);
            List<List<String>> rows = dialect.sample(head, whole);
            if (!rows.isEmpty() && rows.getFirst().size() > 1) {
                candidates.add(Candidate.of(dialect, rows, method));
            }
        }
        return candidates.stream().max(Candidate.BY_FITNESS).map(Candidate::dialect);
    }

    /** The first rows, without those that are broken. */
    private List<List<String>> sample(byte[] head, boolean whole) throws IOException {
        CsvCutter cutter = new CsvCutter(new ByteArrayInputStream(head), this);
        List<List<String>> rows = new ArrayList<>();
        while (rows.size() < SAMPLED) {
            try {
                String text = cutter.next();
                if (text == null || (cutter.ended() && !whole && !rows.isEmpty())) {
                    break;
                }
                rows.add(fields(text));
            } catch (InvalidRowException e) {
                if (rows.isEmpty() || cutter.ended()) {
                    break;
                }
            }
        }
        return rows;
    }

    /** @param row without the end of its line */
    List<String> fields(String row) throws InvalidRowException {
        try {
            return CsvReader.builder()
                    .fieldSeparator(delimiter)
                    .quoteCharacter(quote)
                    .allowUnclosedQuote(false)
                    .ofSingleCsvRecord(row)
                    .getFields();
        } catch (CsvParseException e) {
            throw new InvalidRowException(
                    Fault.INVALID_CSV,
                    "the row is not valid CSV: a quoted field must end with " + quote + " before the next " + name()
                            + ", and a quote in it must be doubled. Correct the quotes.");
        }
    }

    private String name() {
        return switch (delimiter) {
            case ',' -> "comma";
            case ';' -> "semicolon";
            case '\t' -> "tab";
            default -> "bar";
        };
    }

    /** Such as {@code CSV parted by semicolons}. */
    String describe() {
        return "CSV parted by " + name() + "s" + (quote == '"' ? "" : " and quoted by " + quote);
    }

    private record Candidate(CsvDialect dialect, boolean known, int fittingRows, int columns) {
        /** Among equals, the first wins. */
        static final Comparator<Candidate> BY_FITNESS = Comparator.comparing(Candidate::known)
                .thenComparingInt(Candidate::fittingRows)
                .thenComparingInt(Candidate::columns)
                .thenComparingInt(candidate -> -DELIMITERS.indexOf(candidate.dialect.delimiter));

        static Candidate of(CsvDialect dialect, List<List<String>> rows, Method method) {
            List<String> header = rows.getFirst();
            int fitting = (int)
                    rows.stream().filter(row -> row.size() == header.size()).count();
            return new Candidate(dialect, ColumnMapping.guess(header, method).isPresent(), fitting, header.size());
        }
    }
}
