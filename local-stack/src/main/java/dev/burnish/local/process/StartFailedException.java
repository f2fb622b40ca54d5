package dev.burnish.local.process;

import java.io.IOException;
import java.nio.file.Path;

/** A component did not become ready; the message says why, as far as it can be seen, and ends with the tail of its log. */
public final class StartFailedException extends IOException {
    StartFailedException(String component, String reason, Path log) {
        super(component + " " + reason + ". The end of " + log + ":\n" + LogTail.of(log, 20));
    }
}
