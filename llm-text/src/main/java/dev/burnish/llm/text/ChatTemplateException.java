package dev.burnish.llm.text;

import org.jspecify.annotations.Nullable;

/** A base model's chat template refuses a conversation, such as one whose roles do not alternate, or cannot render it. */
public final class ChatTemplateException extends Exception {

    private static final long serialVersionUID = 1L;

    ChatTemplateException(String message) {
        this(message, null);
    }

    ChatTemplateException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The same with the line of the data set at its start. */
    ChatTemplateException atLine(int line) {
        return new ChatTemplateException("line " + line + ": " + getMessage(), this);
    }
}
