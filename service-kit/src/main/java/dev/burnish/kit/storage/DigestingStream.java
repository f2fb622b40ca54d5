package dev.burnish.kit.storage;

import dev.burnish.contracts.Artifact;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Counts and digests the bytes that are read through it, and remembers why reading failed. */
final class DigestingStream extends FilterInputStream {
    private final MessageDigest sha256;
    private long bytes;
    private volatile @Nullable Exception failure;

    DigestingStream(InputStream content) {
        super(content);
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            int count = in.read(buffer, offset, length);
            if (count > 0) {
                sha256.update(buffer, offset, count);
                bytes += count;
            }
            return count;
        } catch (IOException | RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    /** Reads instead of skipping: skipped bytes would be missing from the digest. */
    @Override
    public long skip(long count) throws IOException {
        byte[] skipped = new byte[Math.clamp(count, 0, 8192)];
        return Math.max(0, read(skipped, 0, skipped.length));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** Why the content could not be read to its end, or null. */
    @Nullable
    Exception failure() {
        return failure;
    }

    /** What was read so far; called once, at the end. */
    Artifact artifact(String key) {
        return new Artifact(key, bytes, HexFormat.of().formatHex(sha256.digest()));
    }
}
