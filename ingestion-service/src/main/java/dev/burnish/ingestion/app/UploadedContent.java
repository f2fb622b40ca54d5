package dev.burnish.ingestion.app;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A file's bytes on their way to storage: counted against the limit, looked at, and told apart from storage when they fail. */
final class UploadedContent extends InputStream {
    private final InputStream source;
    private final long maxBytes;
    private final FirstLook look = new FirstLook();
    private long count;
    private boolean broken;

    UploadedContent(InputStream source, long maxBytes) {
        this.source = source;
        this.maxBytes = maxBytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = readFromSource(buffer, offset, length);
        if (read > 0) {
            count += read;
            if (tooLarge()) {
                throw new IOException("more than " + maxBytes + " bytes");
            }
            look.accept(buffer, offset, read);
        }
        return read;
    }

    private int readFromSource(byte[] buffer, int offset, int length) throws IOException {
        boolean failed = true;
        try {
            int read = source.read(buffer, offset, length);
            failed = false;
            return read;
        } finally {
            broken |= failed;
        }
    }

    boolean tooLarge() {
        return count > maxBytes;
    }

    /** Whether the sender, not storage, is why reading failed. */
    boolean broken() {
        return broken;
    }

    /** Why a file with these bytes cannot hold rows; to be asked at the end. */
    Optional<String> problem() {
        return look.problem();
    }
}
