package dev.burnish.kit.storage;

import dev.burnish.contracts.Artifact;

/** The object's bytes are not those that its artifact was made of. */
public final class ArtifactCorruptException extends StorageException {
    private final String key;

    public ArtifactCorruptException(Artifact expected, long bytes, String sha256) {
        super(
                "object %s is corrupt: expected %d bytes with SHA-256 %s, read %d bytes with SHA-256 %s"
                        .formatted(expected.key(), expected.bytes(), expected.sha256(), bytes, sha256),
                null);
        key = expected.key();
    }

    /** Of the object. */
    public String key() {
        return key;
    }
}
