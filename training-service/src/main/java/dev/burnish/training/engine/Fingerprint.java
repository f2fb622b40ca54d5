package dev.burnish.training.engine;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of several things, one after the other. */
final class Fingerprint {
    private final MessageDigest sha256;

    Fingerprint() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    void add(byte[] content) {
        sha256.update(content);
    }

    /** Called once, at the end. */
    String hex() {
        return HexFormat.of().formatHex(sha256.digest());
    }
}
