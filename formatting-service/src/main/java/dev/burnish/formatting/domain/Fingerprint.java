package dev.burnish.formatting.domain;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Stands for an example's canonical line: the first 16 bytes of its SHA-256. Among a million examples, two different ones share it with a chance of about 10⁻²⁷. */
public record Fingerprint(long high, long low) {

    public static Fingerprint of(byte[] canonicalLine) {
        try {
            ByteBuffer digest =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(canonicalLine));
            return new Fingerprint(digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
