package dev.burnish.formatting.app;

import static dev.burnish.formatting.app.BrokenRows.good;
import static dev.burnish.formatting.app.BrokenRows.pair;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.burnish.contracts.Method;
import dev.burnish.formatting.domain.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A file with one thing wrong.
 *
 * @param fault that must be told
 * @param place how the report must name the row; empty where the file as a whole is at fault
 */
@SuppressWarnings("ArrayRecordComponent")
record BrokenFile(String name, byte[] content, Method method, Fault fault, String place) {
    private static final int VARIANTS = 5;

    @Override
    public String toString() {
        return name;
    }

    /** The same files for the same seed. */
    static Stream<BrokenFile> corpus(long seed) {
        Random random = new Random(seed);
        List<BrokenFile> files = new ArrayList<>();
        for (int variant = 0; variant < VARIANTS; variant++) {
            for (BrokenRows.Kind kind : BrokenRows.kinds()) {
                files.add(lines(kind, random));
            }
            addEncodings(files, random);
            addArchives(files, random);
            addArrays(files, random);
            addTables(files, random);
            addParquet(files, random);
        }
        return files.stream();
    }

    private static BrokenFile lines(BrokenRows.Kind kind, Random random) {
        int row = random.nextInt(11, 30);
        List<byte[]> lines = new ArrayList<>();
        for (int i = 1; i <= 30; i++) {
            String other = kind.method() == Method.DPO ? pair(i) : good(i);
            lines.add(i == row ? kind.row().apply(random) : other.getBytes(UTF_8));
        }
        return new BrokenFile(kind.name(), joined(lines, random), kind.method(), kind.fault(), "Line " + row + ": ");
    }

    private static byte[] joined(List<byte[]> lines, Random random) {
        String end = random.nextBoolean() ? "\n" : "\r\n";
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        if (random.nextInt(4) == 0) {
            file.writeBytes("\ufeff".getBytes(UTF_8));
        }
        for (byte[] line : lines) {
            file.writeBytes(line);
            file.writeBytes(end.getBytes(UTF_8));
        }
        return file.toByteArray();
    }

    private static void addEncodings(List<BrokenFile> files, Random random) {
        String text = goodLines(30);
        Charset charset = random.nextBoolean() ? UTF_16LE : UTF_16BE;
        files.add(whole("utf-16 without a mark", text.getBytes(charset), Fault.UNSUPPORTED_ENCODING));
        files.add(whole(
                "utf-32",
                ("\ufeff" + text).getBytes(Charset.forName(random.nextBoolean() ? "UTF-32LE" : "UTF-32BE")),
                Fault.UNSUPPORTED_ENCODING));
        byte[] odd = ("\ufeff" + text + good(31)).getBytes(charset);
        files.add(new BrokenFile(
                "utf-16 cut within a character",
                Arrays.copyOf(odd, odd.length - 1),
                Method.SUPERVISED,
                Fault.INVALID_ENCODING,
                "Line 31: "));
        String half = text + good(31).replace("question", "\ud800question");
        ByteArrayOutputStream lone = new ByteArrayOutputStream();
        ("\ufeff" + half).chars().forEach(unit -> {
            lone.write(charset.equals(UTF_16BE) ? unit >>> 8 : unit);
            lone.write(charset.equals(UTF_16BE) ? unit : unit >>> 8);
        });
        files.add(new BrokenFile(
                "utf-16 with half a pair", lone.toByteArray(), Method.SUPERVISED, Fault.INVALID_ENCODING, "Line 31: "));
        files.add(whole("nothing", new byte[0], Fault.EMPTY_FILE));
        files.add(whole("white space", " \r\n\t\n".repeat(random.nextInt(1, 50)).getBytes(UTF_8), Fault.EMPTY_FILE));
        files.add(whole("only a mark", "\ufeff".getBytes(random.nextBoolean() ? UTF_8 : charset), Fault.EMPTY_FILE));
        files.add(whole(
                "prose", "Once upon a time\n".repeat(random.nextInt(1, 9)).getBytes(UTF_8), Fault.UNKNOWN_FORMAT));
    }

    private static void addArchives(List<BrokenFile> files, Random random) {
        byte[] rows = goodLines(30).getBytes(UTF_8);
        byte[] gzip = gzip(rows);
        files.add(whole("zip", zip(rows), Fault.ARCHIVE));
        files.add(whole("tar", tar(rows), Fault.ARCHIVE));
        List<String> magics = List.of(
                "PK\5\6",
                "7z\u00bc\u00af'\u001c",
                "\u00fd7zXZ\0",
                "BZh9",
                "(\u00b5/\u00fd",
                "Rar!\u001a",
                "%PDF-1.7",
                "SQLite format 3\0");
        byte[] noise = new byte[random.nextInt(100)];
        random.nextBytes(noise);
        files.add(whole(
                "magic",
                (magics.get(random.nextInt(magics.size())) + new String(noise, ISO_8859_1)).getBytes(ISO_8859_1),
                Fault.ARCHIVE));
        files.add(whole("gzip of gzip", gzip(gzip), Fault.ARCHIVE));
        files.add(whole("gzip of nothing", gzip(new byte[0]), Fault.EMPTY_FILE));
        files.add(whole("gzip cut off", Arrays.copyOf(gzip, random.nextInt(3, gzip.length - 1)), Fault.BROKEN_GZIP));
        byte[] damaged = gzip.clone();
        damaged[gzip.length - random.nextInt(1, 9)] ^= 0x55;
        files.add(whole("gzip with a wrong check sum or size", damaged, Fault.BROKEN_GZIP));
    }

    private static void addArrays(List<BrokenFile> files, Random random) {
        List<String> rows = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            rows.add(good(i));
        }
        String array = "[\n" + String.join(",\n", rows) + "\n]\n";
        files.add(array("array without its end", array.substring(0, array.length() - 3), Fault.INCOMPLETE_JSON));
        files.add(array(
                "array cut off", array.substring(0, random.nextInt(5, array.length() - 3)), Fault.INCOMPLETE_JSON));
        files.add(array("array with more behind it", array + array, Fault.TRAILING_CONTENT));
        files.add(array("array with a comma at its end", array.replace("\n]", ",\n]"), Fault.NOT_AN_OBJECT));
        files.add(array("array without a comma", array.replaceFirst(",\n", "\n"), Fault.TRAILING_CONTENT));
        files.add(array("array of texts", "[\"" + "a".repeat(random.nextInt(1, 99)) + "\"]", Fault.NOT_AN_OBJECT));
        files.add(array("array of arrays", array.replace("[\n", "[[\n").replace("\n]", "\n]]"), Fault.NOT_AN_OBJECT));
        files.add(array("array with an endless row", "[{\"a\":\"" + "x".repeat(2 << 20) + "\"}]", Fault.ROW_TOO_LONG));
    }

    private static void addTables(List<BrokenFile> files, Random random) {
        char delimiter = ",;\t|".charAt(random.nextInt(4));
        StringBuilder table = new StringBuilder("prompt" + delimiter + "completion\n");
        for (int i = 1; i <= 20; i++) {
            table.append("question")
                    .append(i)
                    .append(delimiter)
                    .append("answer ")
                    .append(i)
                    .append('\n');
        }
        files.add(row(
                "table with a field too many",
                table + "a" + delimiter + "b" + delimiter + "c\n",
                Fault.WRONG_NUMBER_OF_FIELDS));
        files.add(row("table with a field too few", table + "a\n", Fault.WRONG_NUMBER_OF_FIELDS));
        files.add(row("table with an open quote", table + "\"a" + delimiter + "b\n", Fault.INVALID_CSV));
        files.add(row("table with text behind a quote", table + "\"a\"x" + delimiter + "b\n", Fault.INVALID_CSV));
        files.add(row("table with an empty field", table + "a" + delimiter + "\n", Fault.EMPTY_CONTENT));
        files.add(row("table with NUL", table + "a\0" + delimiter + "b\n", Fault.NUL_CHARACTER));
        files.add(new BrokenFile(
                "table in Latin-1",
                (table + "ä" + delimiter + "b\n").getBytes(ISO_8859_1),
                Method.SUPERVISED,
                Fault.INVALID_ENCODING,
                "Line 22 (row 21): "));
        files.add(row(
                "table with an endless field", table + "a".repeat(2 << 20) + delimiter + "b\n", Fault.ROW_TOO_LONG));
        String rows = table.substring(table.indexOf("\n"));
        files.add(whole(
                "table of unknown columns",
                ("when" + delimiter + "where" + rows).getBytes(UTF_8),
                Fault.MISSING_COLUMNS));
        files.add(whole(
                "table with a column twice",
                ("prompt" + delimiter + "prompt" + rows).getBytes(UTF_8),
                Fault.INVALID_HEADER));
        files.add(whole(
                "table with a nameless column",
                ("prompt" + delimiter + "completion" + delimiter + rows).getBytes(UTF_8),
                Fault.INVALID_HEADER));
    }

    private static void addParquet(List<BrokenFile> files, Random random) {
        byte[] good = ParquetFiles.read("texts-snappy.parquet");
        int size = good.length;
        files.add(whole("parquet cut off", Arrays.copyOf(good, random.nextInt(4, size - 1)), Fault.BROKEN_PARQUET));
        byte[] length = good.clone();
        length[size - 5] = (byte) random.nextInt(1, 256);
        files.add(whole("parquet that claims more metadata", length, Fault.BROKEN_PARQUET));
        byte[] noMetadata = good.clone();
        Arrays.fill(noMetadata, size - 8, size - 4, (byte) 0);
        files.add(whole("parquet without metadata", noMetadata, Fault.BROKEN_PARQUET));
        byte[] encrypted = good.clone();
        encrypted[size - 1] = 'E';
        files.add(whole("parquet that is encrypted", encrypted, Fault.BROKEN_PARQUET));
        byte[] noise = good.clone();
        for (int i = 4; i < size - 8; i++) {
            noise[i] = (byte) random.nextInt();
        }
        files.add(whole("parquet of noise", noise, Fault.BROKEN_PARQUET));
        byte[] pages = good.clone();
        int metadata = ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).getInt(size - 8);
        Arrays.fill(pages, 4, size - 8 - metadata, (byte) 0xff);
        files.add(whole("parquet with broken pages", pages, Fault.BROKEN_PARQUET));
        files.add(whole("parquet in brotli", ParquetFiles.read("texts-brotli.parquet"), Fault.PARQUET_LIMIT));
        files.add(new BrokenFile(
                "parquet with bytes for text",
                ParquetFiles.read("bytes.parquet"),
                Method.SUPERVISED,
                Fault.INVALID_ENCODING,
                "Row 12: "));
    }

    private static BrokenFile whole(String name, byte[] content, Fault fault) {
        return new BrokenFile(name, content, Method.SUPERVISED, fault, "");
    }

    private static BrokenFile array(String name, String content, Fault fault) {
        return new BrokenFile(name, content.getBytes(UTF_8), Method.SUPERVISED, fault, "Line ");
    }

    private static BrokenFile row(String name, String content, Fault fault) {
        return new BrokenFile(name, content.getBytes(UTF_8), Method.SUPERVISED, fault, "Line 22 (row 21): ");
    }

    private static String goodLines(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            lines.append(good(i)).append('\n');
        }
        return lines.toString();
    }

    private static byte[] gzip(byte[] content) {
        return packed(out -> {
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(content);
                return out;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static byte[] zip(byte[] content) {
        return packed(out -> {
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                zip.putNextEntry(new ZipEntry("rows.jsonl"));
                zip.write(content);
                return out;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static byte[] packed(Function<ByteArrayOutputStream, ByteArrayOutputStream> packing) {
        return packing.apply(new ByteArrayOutputStream()).toByteArray();
    }

    private static byte[] tar(byte[] content) {
        byte[] tar = new byte[512 + content.length];
        System.arraycopy("rows.jsonl".getBytes(UTF_8), 0, tar, 0, 10);
        System.arraycopy("ustar".getBytes(UTF_8), 0, tar, 257, 5);
        System.arraycopy(content, 0, tar, 512, content.length);
        return tar;
    }
}
