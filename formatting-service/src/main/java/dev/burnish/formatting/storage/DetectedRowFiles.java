package dev.burnish.formatting.storage;

import dev.burnish.contracts.Method;
import dev.burnish.formatting.domain.Columns;
import dev.burnish.formatting.domain.Fault;
import dev.burnish.formatting.domain.InvalidFileException;
import dev.burnish.formatting.domain.RowFiles;
import dev.burnish.formatting.domain.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/** Looks at how a file begins and reads it as what it is: JSON Lines, a JSON array, CSV with a header, any of these compressed with gzip, or Parquet. */
@ApplicationScoped
public class DetectedRowFiles implements RowFiles {
    /** What a compressed file may hold: twice the largest upload. */
    static final long MAX_INFLATED_BYTES = 1L << 30;

    private static final int HEAD_BYTES = 1 << 16;

    /** A line that is one JSON object; in a table, its quotes would be doubled. */
    private static final Pattern JSON_LINE = Pattern.compile("(?m)^\\s*\\{\\s*\"[^\"\\n].*}\\s*$");

    private final long maxInflatedBytes;

    public DetectedRowFiles() {
        this(MAX_INFLATED_BYTES);
    }

    DetectedRowFiles(long maxInflatedBytes) {
        this.maxInflatedBytes = maxInflatedBytes;
    }

    @Override
    public Rows open(Path file, Method method, Columns columns) throws IOException {
        Opening opening = new Opening(file, method, columns);
        boolean opened = false;
        try {
            Rows rows = opening.rows();
            opened = true;
            return rows;
        } finally {
            if (!opened) {
                opening.in.close();
            }
        }
    }

    /** One file on its way from bytes to rows. */
    private final class Opening {
        private final Path file;
        private final Method method;
        private final Columns columns;
        private InputStream in;
        private String packing = "";

        Opening(Path file, Method method, Columns columns) throws IOException {
            this.file = file;
            this.method = method;
            this.columns = columns;
            this.in = new BufferedInputStream(Files.newInputStream(file), HEAD_BYTES);
        }

        Rows rows() throws IOException {
            Signature signature = Signature.of(head());
            if (signature == Signature.GZIP) {
                in = new BufferedInputStream(new BoundedGunzip(in, maxInflatedBytes), HEAD_BYTES);
                packing = "gzip of ";
                signature = Signature.of(head());
                if (signature == Signature.GZIP || signature == Signature.PARQUET) {
                    throw new InvalidFileException(
                            Fault.ARCHIVE, "It is compressed twice. Upload the file inside of it as it is.");
                }
            }
            return switch (signature) {
                case EMPTY -> throw empty();
                case PARQUET -> parquet();
                case UTF_8_WITH_MARK -> {
                    in.skipNBytes(3);
                    yield text();
                }
                case UTF_16_LITTLE_ENDIAN, UTF_16_BIG_ENDIAN -> {
                    in.skipNBytes(2);
                    in = new BufferedInputStream(
                            new Utf8FromUtf16(in, signature == Signature.UTF_16_BIG_ENDIAN), HEAD_BYTES);
                    packing += "UTF-16 ";
                    yield text();
                }
                case TEXT, GZIP -> text();
            };
        }

        /** What the stream begins with, without taking it. */
        private byte[] head() throws IOException {
            in.mark(HEAD_BYTES);
            byte[] head = in.readNBytes(HEAD_BYTES);
            in.reset();
            return head;
        }

        private Rows text() throws IOException {
            byte[] head = head();
            String start = new String(head, StandardCharsets.UTF_8);
            boolean whole = head.length < HEAD_BYTES;
            if (start.isBlank() && whole) {
                throw empty();
            }
            String significant = start.stripLeading();
            if (significant.startsWith("[")) {
                return rows(new JsonArray(in), packing + "a JSON array");
            }
            if (significant.isEmpty()
                    || significant.startsWith("{")
                    || JSON_LINE.matcher(start).find()) {
                return rows(new JsonLines(in), packing.isEmpty() ? "" : packing + "JSON Lines");
            }
            Optional<CsvDialect> dialect = CsvDialect.detect(head, whole, method);
            if (dialect.isEmpty()) {
                throw new InvalidFileException(
                        Fault.UNKNOWN_FORMAT,
                        "It is neither JSON Lines, a JSON array, CSV with a header, nor Parquet. Write one JSON object"
                                + " on each line, such as {\"messages\":[…]}.");
            }
            CsvTable table = new CsvTable(in, dialect.get());
            ColumnMapping mapping = mapping(table.columns());
            return new RecordRows(
                    table, method, packing + dialect.get().describe(), mapping, mapping.describe(table.columns()));
        }

        private Rows parquet() throws IOException {
            in.close();
            ParquetTable table = ParquetTable.open(file);
            boolean selected = false;
            try {
                ColumnMapping mapping = mapping(table.columns());
                table.select(mapping.columnByKey().values());
                selected = true;
                return new RecordRows(table, method, "Parquet", mapping, mapping.describe(table.columns()));
            } finally {
                if (!selected) {
                    table.close();
                }
            }
        }

        /** Rows that name their parts themselves. */
        private Rows rows(RowSource source, String format) {
            return columns.areGuessed()
                    ? new RecordRows(source, method, format, null, "")
                    : new RecordRows(
                            source,
                            method,
                            format,
                            ColumnMapping.of(columns),
                            ColumnMapping.of(columns).describe(columns.byPart().values()));
        }

        /** What the names of columns tell, or the job. */
        private ColumnMapping mapping(Collection<String> names) throws InvalidFileException {
            ColumnMapping mapping = columns.areGuessed()
                    ? ColumnMapping.guess(names, method).orElseThrow(() -> unknown(names))
                    : ColumnMapping.of(columns);
            if (!names.containsAll(mapping.columnByKey().values())) {
                throw new InvalidFileException(
                        Fault.MISSING_COLUMNS,
                        "It has not all of the columns that the job names: "
                                + String.join(", ", mapping.columnByKey().values()) + ". It has "
                                + shown(names) + ". Correct the names.");
            }
            return mapping;
        }

        private InvalidFileException unknown(Collection<String> names) {
            String wanted = method == Method.DPO ? "prompt, chosen and rejected" : "prompt and completion, or messages";
            return new InvalidFileException(
                    Fault.MISSING_COLUMNS,
                    "Its columns do not tell what is " + wanted + ": " + shown(names)
                            + ". Rename them so, or name them in the job's metadata, such as \"prompt_column\": \"question\".");
        }

        private static String shown(Collection<String> names) {
            return JsonTypes.shown(String.join(", ", names));
        }

        private static InvalidFileException empty() {
            return new InvalidFileException(
                    Fault.EMPTY_FILE, "It is empty. Write one example on each line, at least ten.");
        }
    }
}
