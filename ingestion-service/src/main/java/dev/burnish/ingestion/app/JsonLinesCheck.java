package dev.burnish.ingestion.app;

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
import org.jspecify.annotations.Nullable;

/**
 * A cheap look at bytes that pass by, in constant memory: they must be UTF-8 throughout, hold something, and begin with lines that are JSON objects. Whether each line
 * is an example to train on is formatting's to say.
 */
final class JsonLinesCheck {
    private static final int LINES_PARSED = 100;

    /** Longer lines are left to formatting. */
    private static final int MAX_LINE_BYTES = 1 << 20;

    private static final int HINT_CHARACTERS = 3;
    private static final byte[] NOTHING = {};
    private static final JsonFactory JSON = new JsonFactory();

    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final CharBuffer decoded = CharBuffer.allocate(8192);
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private byte[] incomplete = NOTHING;
    private long lineNumber = 1;
    private int linesParsed;
    private @Nullable String problem;

    void accept(byte[] buffer, int offset, int length) {
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
        if (problem == null && incomplete.length > 0) {
            problem = notUtf8();
        }
        if (problem == null) {
            endLine();
        }
        if (problem == null && linesParsed == 0) {
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
                linesParsed++;
                problem = line.size() > MAX_LINE_BYTES ? null : notADictionary(text);
            }
        }
        line.reset();
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
        return "Expected file to have JSONL format in UTF-8. Line " + lineNumber
                + " has bytes that are not UTF-8. Save the file as UTF-8 and upload it again.";
    }
}
