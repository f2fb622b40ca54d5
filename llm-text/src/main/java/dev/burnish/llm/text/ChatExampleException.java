package dev.burnish.llm.text;

import java.io.IOException;

/** A line of a data set is no example. */
public final class ChatExampleException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final String field;

    ChatExampleException(int line, String field, String problem) {
        super("line " + line + (field.isEmpty() ? "" : ", " + field) + ": " + problem);
        this.line = line;
        this.field = field;
    }

    /** Counts from 1. */
    public int line() {
        return line;
    }

    /** Path of the field at fault, such as {@code messages[0].role}; empty if it is the whole line. */
    public String field() {
        return field;
    }
}
