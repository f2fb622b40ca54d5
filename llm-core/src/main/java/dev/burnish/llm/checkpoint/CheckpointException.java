package dev.burnish.llm.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A model or adapter directory cannot be used as it is. */
public final class CheckpointException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final String field;

    /** @param field the configuration field or tensor that is at fault, or empty */
    public CheckpointException(Path file, String field, String problem) {
        this(file, field, problem, null);
    }

    public CheckpointException(Path file, String field, String problem, @Nullable Throwable cause) {
        super(file.getFileName() + ": " + (field.isEmpty() ? "" : field + ": ") + problem, cause);
        this.file = String.valueOf(file.getFileName());
        this.field = field;
    }

    /** Name of the file at fault, without its folder. */
    public String file() {
        return file;
    }

    /** The configuration field or tensor at fault; empty if it is the file as a whole. */
    public String field() {
        return field;
    }
}
