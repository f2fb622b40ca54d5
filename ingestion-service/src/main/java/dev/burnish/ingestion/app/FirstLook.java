package dev.burnish.ingestion.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A cheap look at bytes that pass by, in constant memory. Text must be UTF-8 throughout, hold something, and begin as JSON Lines, a JSON array or a table does; JSON Lines must
 * begin with lines that are JSON objects. Parquet, gzip and UTF-16, which show in the first bytes, are left to formatting, as is whether each row is an example to train on.
 */
final class FirstLook {
    private static final int LINES_PARSED = 100;

    /** Longer lines are left to formatting. */
    private static final int MAX_LINE_BYTES = 1 << 20;

    private static final int SIGNATURE_BYTES = 6;
    private static final Pattern OPAQUE = Pattern.compile("(?s)(PAR1|PARE|\u001f\u008b|\u00ff\u00fe|\u00fe\u00ff).*");
    private static final Pattern ARCHIVE =
            Pattern.compile("(?s)(PK\3\4|PK\5\6|7z\u00bc\u00af|\u00fd7zXZ|BZh|\\(\u00b5/\u00fd|Rar!|%PDF).*");
    private static final Pattern TABLE = Pattern.compile("(?s).*[,;\t|].*");

    private static final int HINT_CHARACTERS = 3;
    private static final byte[] NOTHING = {};
    private static final JsonFactory JSON = new JsonFactory();

    private final ByteArrayOutputStream signature = new ByteArrayOutputStream(SIGNATURE_BYTES);
    private boolean opaque;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final CharBuffer decoded = CharBuffer.allocate(8192);
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private byte[] incomplete = NOTHING;
    private long lineNumber = 1;
    private boolean begun;
    private int linesParsed;
    private @Nullable String problem;

    void accept(byte[] buffer, int offset, int length) {
        if (signature.size() < SIGNATURE_BYTES) {
            int more = Math.min(length, SIGNATURE_BYTES - signature.size());
            signature.write(buffer, offset, more);
            readSignature();
        }
        if (!opaque) {
            read(buffer, offset, length);
        }
    }

    /** Of the bytes so far; more can only make it fit better. */
    private void readSignature() {
        String start = signature.toString(ISO_8859_1);
        opaque = OPAQUE.matcher(start).matches();
        if (ARCHIVE.matcher(start).matches()) {
            problem = "The file is an archive or a document. Upload the rows themselves, as JSON Lines, CSV or Parquet;"
                    + " of compressed files, only gzip is read.";
        }
    }

    private void read(byte[] buffer, int offset, int length) {
        int end = offset + length;
        int start = offset;
        while (start < end && problem == null) {
            int newline = start;
            while (newline < end && buffer[newline] != '\n') {
                newline++;
            }
            decode(buffer, start, Math.min(newline + 1, end));
            if (linesParsed < LINES_PARSED && line.size() <= MAX_LINE_BYTES) {
                line.write(buffer, start, newline - start);
            }
            if (newline < end) {
                endLine();
                lineNumber++;
            }
            start = newline + 1;
        }
    }

    /** What is wrong with all the bytes so far, taken as a whole file. */
    Optional<String> problem() {
        if (opaque) {
            return Optional.empty();
        }
        if (problem == null && incomplete.length > 0) {
            problem = notUtf8();
        }
        if (problem == null) {
            endLine();
        }
        if (problem == null && !begun) {
            problem = "The file is empty. Expected file to have JSONL format, where every line is a JSON dictionary.";
        }
        return Optional.ofNullable(problem);
    }

    private void decode(byte[] buffer, int start, int end) {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, start, end - start);
        if (incomplete.length > 0) {
            bytes = ByteBuffer.allocate(incomplete.length + end - start)
                    .put(incomplete)
                    .put(bytes)
                    .flip();
        }
        CoderResult result;
        do {
            result = decoder.decode(bytes, decoded.clear(), false);
        } while (result.isOverflow());
        if (result.isError()) {
            problem = notUtf8();
        }
        incomplete = bytes.hasRemaining() ? new byte[bytes.remaining()] : NOTHING;
        bytes.get(incomplete);
    }

    private void endLine() {
        if (linesParsed < LINES_PARSED && problem == null) {
            String text = line.toString(StandardCharsets.UTF_8);
            if (lineNumber == 1 && text.startsWith("\uFEFF")) {
                text = text.substring(1);
            }
            if (!text.isBlank()) {
                look(text);
            }
        }
        line.reset();
    }

    private void look(String text) {
        char first = text.stripLeading().charAt(0);
        boolean array = first == '[';
        boolean table = first != '{' && TABLE.matcher(text).matches();
        if (!begun && (array || table)) {
            linesParsed = LINES_PARSED;
        } else {
            linesParsed++;
            problem = line.size() > MAX_LINE_BYTES ? null : notADictionary(text);
        }
        begun = true;
    }

    private @Nullable String notADictionary(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return notADictionary(text, "");
            }
            parser.skipChildren();
            return parser.nextToken() == null ? null : notADictionary(text, " More follows after the dictionary.");
        } catch (JsonProcessingException e) {
            return notADictionary(text, " " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String notADictionary(String text, String reason) {
        String shown =
                text.substring(0, Math.min(HINT_CHARACTERS, text.length())).replaceAll("\\p{Cntrl}", "?");
        return "Expected file to have JSONL format, where every line is a JSON dictionary. Line " + lineNumber
                + " is not a dictionary (HINT: line starts with: \"" + shown + "...\")." + reason;
    }

    private String notUtf8() {
        return "Expected text in UTF-8. Line " + lineNumber
                + " has bytes that are not UTF-8. Save the file as UTF-8 and upload it again.";
    }
}
