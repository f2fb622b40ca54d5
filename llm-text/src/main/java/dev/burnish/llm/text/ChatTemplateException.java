package dev.burnish.llm.text;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** A base model's chat template refuses a conversation, such as one whose roles do not alternate, or cannot render it. */
public final class ChatTemplateException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What the conversation asks too much of. */
    public enum Reason {
        /** The template, as a whole. */
        CONVERSATION,
        /** A template that does not write tools, or calls of them. */
        TOOLS
    }

    private final Reason reason;

    ChatTemplateException(String message) {
        this(Reason.CONVERSATION, message, null);
    }

    ChatTemplateException(String message, @Nullable Throwable cause) {
        this(Reason.CONVERSATION, message, cause);
    }

    ChatTemplateException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = requireNonNull(reason, "reason");
    }

    public Reason reason() {
        return reason;
    }

    /** The same with the line of the data set at its start. */
    ChatTemplateException atLine(int line) {
        return new ChatTemplateException(reason, "line " + line + ": " + getMessage(), this);
    }
}
