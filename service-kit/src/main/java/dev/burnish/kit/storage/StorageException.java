package dev.burnish.kit.storage;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Object storage did not do what it was asked for; unless a subclass says more, trying again later may help. */
public class StorageException extends IOException {
    public StorageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
