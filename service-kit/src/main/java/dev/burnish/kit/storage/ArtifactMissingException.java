package dev.burnish.kit.storage;

import org.jspecify.annotations.Nullable;

/** No object has this key. */
public final class ArtifactMissingException extends StorageException {
    private final String key;

    public ArtifactMissingException(String key, @Nullable Throwable cause) {
        super("object storage has no object " + key, cause);
        this.key = key;
    }

    /** Of the object that is not there. */
    public String key() {
        return key;
    }
}
