package dev.burnish.formatting.storage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.burnish.formatting.domain.Fault;
import dev.burnish.formatting.domain.InvalidFileException;
import java.util.Map;

/** What the first bytes of a file tell about it. */
enum Signature {
    EMPTY,
    GZIP,
    PARQUET,
    UTF_8_WITH_MARK,
    UTF_16_LITTLE_ENDIAN,
    UTF_16_BIG_ENDIAN,
    /** Without a mark; UTF-8 until it shows that it is not. */
    TEXT;

    private static final int TAR_MAGIC = 257;

    private static final Map<String, String> ARCHIVES = Map.of(
            "PK\3\4", "a ZIP archive or an office document",
            "PK\5\6", "an empty ZIP archive",
            "7z\u00bc\u00af'\u001c", "a 7z archive",
            "\u00fd7zXZ\0", "compressed with xz",
            "BZh", "compressed with bzip2",
            "(\u00b5/\u00fd", "compressed with zstd",
            "Rar!", "a RAR archive",
            "%PDF-", "a PDF document",
            "SQLite format 3", "a database");

    /** @throws InvalidFileException if it is an archive or text in an encoding that is not read */
    static Signature of(byte[] head) throws InvalidFileException {
        if (head.length == 0) {
            return EMPTY;
        }
        String start = new String(head, 0, Math.min(head.length, TAR_MAGIC + 5), ISO_8859_1);
        refuseArchives(start);
        if (start.startsWith("\u001f\u008b")) {
            return GZIP;
        }
        if (start.startsWith("PAR1") || start.startsWith("PARE")) {
            return PARQUET;
        }
        if (start.startsWith("\u00ef\u00bb\u00bf")) {
            return UTF_8_WITH_MARK;
        }
        if (start.startsWith("\u00ff\u00fe\0\0") || start.startsWith("\0\0\u00fe\u00ff")) {
            throw unsupported("UTF-32");
        }
        if (start.startsWith("\u00ff\u00fe")) {
            return UTF_16_LITTLE_ENDIAN;
        }
        if (start.startsWith("\u00fe\u00ff")) {
            return UTF_16_BIG_ENDIAN;
        }
        if (start.matches("(?s)([^\0]\0){4}.*|(\0[^\0]){4}.*")) {
            throw unsupported("UTF-16 without a byte order mark");
        }
        return TEXT;
    }

    private static void refuseArchives(String start) throws InvalidFileException {
        for (Map.Entry<String, String> archive : ARCHIVES.entrySet()) {
            if (start.startsWith(archive.getKey())) {
                throw archive(archive.getValue());
            }
        }
        if (start.startsWith("ustar", TAR_MAGIC)) {
            throw archive("a tar archive");
        }
    }

    private static InvalidFileException archive(String what) {
        return new InvalidFileException(
                Fault.ARCHIVE,
                "It is " + what + ". Upload the rows themselves, as JSON Lines, CSV or Parquet; of compressed files,"
                        + " only gzip is read.");
    }

    private static InvalidFileException unsupported(String encoding) {
        return new InvalidFileException(
                Fault.UNSUPPORTED_ENCODING, "It is " + encoding + ". Save it with the encoding UTF-8.");
    }
}
