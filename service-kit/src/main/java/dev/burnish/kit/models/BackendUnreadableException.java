package dev.burnish.kit.models;

import java.nio.file.Path;

/** A file that says where a model is trained cannot be used; its operator has to mend it. */
public final class BackendUnreadableException extends Exception {
    private final String reason;

    BackendUnreadableException(Path file, String reason) {
        super(file + " " + reason);
        this.reason = file.getFileName() + " " + reason;
    }

    /** What is wrong, without the folder's place on this machine. */
    public String reason() {
        return reason;
    }
}
