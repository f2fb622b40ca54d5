package dev.burnish.formatting.domain;

import dev.burnish.contracts.Method;
import java.io.IOException;
import java.nio.file.Path;

/** Files of training rows, as users upload them. */
public interface RowFiles {
    /** @param method says which kind of row is wanted; others are broken */
    Rows open(Path file, Method method) throws IOException;
}
