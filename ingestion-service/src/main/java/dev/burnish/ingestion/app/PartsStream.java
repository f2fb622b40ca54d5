package dev.burnish.ingestion.app;

import dev.burnish.ingestion.domain.Content;
import dev.burnish.ingestion.domain.FileContents;
import dev.burnish.ingestion.domain.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Parts one after the other, each opened when its turn comes. Its end throws a {@link RefusedException} when the whole has not the MD5 that it should. */
final class PartsStream extends InputStream {
    private final FileContents contents;
    private final Iterator<Content> parts;
    private final @Nullable String md5;
    private final MessageDigest digest = digest();
    private InputStream current = InputStream.nullInputStream();

    /** @param md5 in hexadecimal; null for no check */
    PartsStream(FileContents contents, List<Content> parts, @Nullable String md5) {
        this.contents = contents;
        this.parts = parts.iterator();
        this.md5 = md5;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = current.read(buffer, offset, length);
        while (read < 0) {
            current.close();
            if (!parts.hasNext()) {
                check();
                return -1;
            }
            current = contents.open(parts.next());
            read = current.read(buffer, offset, length);
        }
        digest.update(buffer, offset, read);
        return read;
    }

    private void check() {
        if (md5 != null && !HexFormat.of().formatHex(digest.digest()).equals(md5.toLowerCase(Locale.ROOT))) {
            throw RefusedException.invalid(
                    "The parts together have another MD5 than 'md5' says. Send the parts again.",
                    "md5",
                    "checksum_mismatch");
        }
    }

    @Override
    public void close() throws IOException {
        current.close();
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
