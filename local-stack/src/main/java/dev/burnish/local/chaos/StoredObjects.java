package dev.burnish.local.chaos;

import dev.burnish.contracts.Artifact;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The objects of the local stack's storage, which keeps each as a file. */
final class StoredObjects {
    private final Path bucket;

    StoredObjects(Path bucket) {
        this.bucket = bucket;
    }

    /** What is wrong with the object that an event points to; empty if it is there byte for byte. */
    Optional<String> problem(Artifact artifact) throws IOException {
        Path file = bucket.resolve(artifact.key());
        if (!Files.isRegularFile(file)) {
            return Optional.of(artifact.key() + " is not in storage");
        }
        if (Files.size(file) != artifact.bytes() || !sha256(file).equals(artifact.sha256())) {
            return Optional.of(artifact.key() + " is not what its event says");
        }
        return Optional.empty();
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file);
                DigestInputStream digesting = new DigestInputStream(content, MessageDigest.getInstance("SHA-256"))) {
            digesting.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digesting.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
