package dev.burnish.formatting.domain;

import dev.burnish.contracts.Method;
import java.io.IOException;
import java.nio.file.Path;

/** Files of training rows, as users upload them: what their content says, not their name, decides how they are read. */
public interface RowFiles {
    /**
     * @param method says which kind of row is wanted; others are broken
     * @param columns what the user says about the columns; {@link Columns#GUESSED} to have them guessed from their names
     * @throws InvalidFileException if it is no file of rows
     */
    Rows open(Path file, Method method, Columns columns) throws IOException;
}
