package dev.burnish.llm.text;

/** A base model's chat template refuses a conversation, such as one whose roles do not alternate, or cannot render it. */
public final class ChatTemplateException extends Exception {

    private static final long serialVersionUID = 1L;

    ChatTemplateException(String message) {
        super(message);
    }
}
