package dev.burnish.llm.text;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A base model's text files cannot be used; the message names the file and the field. */
public final class TextModelException extends IOException {

    private static final long serialVersionUID = 1L;

    public TextModelException(Path file, String field, String problem) {
        this(file, field, problem, null);
    }

    public TextModelException(Path file, String field, String problem, @Nullable Throwable cause) {
        super(file.getFileName() + (field.isEmpty() ? "" : ": " + field) + ": " + problem, cause);
    }
}
