package dev.burnish.ingestion.rest;

import dev.burnish.ingestion.domain.FilePurpose;
import dev.burnish.ingestion.domain.RefusedException;
import dev.burnish.ingestion.domain.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.commons.fileupload.FileItemIterator;
import org.apache.commons.fileupload.FileItemStream;
import org.apache.commons.fileupload.FileUpload;
import org.apache.commons.fileupload.FileUploadException;
import org.apache.commons.fileupload.InvalidFileNameException;
import org.apache.commons.fileupload.RequestContext;
import org.jspecify.annotations.Nullable;

/** Reads the form of an upload part by part, as it arrives; the file and its purpose may come in either order. */
final class UploadForm {
    private static final int MAX_PART_HEADER_BYTES = 4096;
    private static final int MAX_TEXT_BYTES = 256;
    private static final int MAX_FILENAME = 255;

    private final FileItemIterator parts;
    private @Nullable FilePurpose purpose;

    /** What takes the file while the form is still arriving. */
    interface Receiver {
        /** @param purpose reads the rest of the form; to be asked once the content has been read */
        StoredFile receive(String filename, InputStream content, Supplier<FilePurpose> purpose);
    }

    UploadForm(String contentType, InputStream body) {
        FileUpload upload = new FileUpload();
        upload.setHeaderEncoding(StandardCharsets.UTF_8.name());
        upload.setPartHeaderSizeMax(MAX_PART_HEADER_BYTES);
        try {
            parts = upload.getItemIterator(new Body(contentType, body));
        } catch (FileUploadException | IOException e) {
            throw malformed(e);
        }
    }

    /** @throws RefusedException when the form is malformed, has other fields than these two or lacks one */
    StoredFile read(Receiver receiver) {
        FileItemStream part = next();
        while (part != null) {
            if (isFile(part)) {
                return receiver.receive(filename(part), content(part), this::purposeFromRest);
            }
            readField(part);
            part = next();
        }
        throw missing("file");
    }

    /** Reads a form whose only field is {@code data}. */
    <T> T readPart(Function<InputStream, T> receiver) {
        FileItemStream part = next();
        if (part == null) {
            throw missing("data");
        }
        if (!"data".equals(part.getFieldName())) {
            throw RefusedException.invalid("Unknown parameter: send 'data' alone.", null, "unknown_parameter");
        }
        T received = receiver.apply(content(part));
        if (next() != null) {
            throw RefusedException.invalid("Send one part per request, as 'data'.", "data", "invalid_value");
        }
        return received;
    }

    private FilePurpose purposeFromRest() {
        for (FileItemStream part = next(); part != null; part = next()) {
            if (isFile(part)) {
                throw RefusedException.invalid("Send one file per request.", "file", "invalid_value");
            }
            readField(part);
        }
        if (purpose == null) {
            throw missing("purpose");
        }
        return purpose;
    }

    private static boolean isFile(FileItemStream part) {
        if (!"file".equals(part.getFieldName())) {
            return false;
        }
        if (part.isFormField()) {
            throw RefusedException.invalid("'file' must be a file: its part needs a filename.", "file", "invalid_type");
        }
        return true;
    }

    private void readField(FileItemStream part) {
        String name = String.valueOf(part.getFieldName());
        if (name.startsWith("expires_after")) {
            throw RefusedException.invalid(
                    "Files do not expire here; leave 'expires_after' out and delete the file when it is done.",
                    "expires_after",
                    "unsupported_value");
        }
        if (!"purpose".equals(name) || purpose != null) {
            throw RefusedException.invalid(
                    "Unknown or repeated parameter: send 'file' and 'purpose', once each.", null, "unknown_parameter");
        }
        try (InputStream content = content(part)) {
            byte[] bytes = content.readNBytes(MAX_TEXT_BYTES);
            purpose = FilePurpose.ofUpload(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    private @Nullable FileItemStream next() {
        try {
            return parts.hasNext() ? parts.next() : null;
        } catch (FileUploadException | IOException e) {
            throw malformed(e);
        }
    }

    private static InputStream content(FileItemStream part) {
        try {
            return part.openStream();
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    /** Without the folders that some clients send along. */
    private static String filename(FileItemStream part) {
        try {
            String name = String.valueOf(part.getName());
            String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
            if (!last.isBlank() && last.length() <= MAX_FILENAME && last.chars().noneMatch(Character::isISOControl)) {
                return last;
            }
        } catch (InvalidFileNameException e) {
            // a NUL: answered like other control characters
        }
        throw RefusedException.invalid(
                "Invalid filename: it must have 1 to " + MAX_FILENAME
                        + " characters, none of them a control character.",
                "file",
                "invalid_value");
    }

    private static RefusedException missing(String name) {
        return RefusedException.invalid(
                "Missing required parameter: '" + name + "'.", name, "missing_required_parameter");
    }

    private static RefusedException malformed(Exception cause) {
        return RefusedException.invalid(
                "The multipart body could not be read: " + cause.getMessage(), null, "invalid_multipart");
    }

    /** A request's body as the parser wants it; the length is left open, so that nothing depends on what the client says of it. */
    private record Body(String contentType, InputStream stream) implements RequestContext {
        @Override
        public String getCharacterEncoding() {
            return StandardCharsets.UTF_8.name();
        }

        @Override
        public String getContentType() {
            return contentType;
        }

        @Override
        @SuppressWarnings("deprecation")
        public int getContentLength() {
            return -1;
        }

        @Override
        public InputStream getInputStream() {
            return stream;
        }
    }
}
