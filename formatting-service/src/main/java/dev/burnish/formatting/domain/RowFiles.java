package dev.burnish.formatting.domain;

import java.io.IOException;
import java.nio.file.Path;

/** Files of training rows, as users upload them. */
public interface RowFiles {
    Rows open(Path file) throws IOException;
}
