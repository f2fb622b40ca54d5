package dev.burnish.deployment.domain;

/** Prompt and answer do not fit into the model's context. */
public final class ContextLengthException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String message;

    private ContextLengthException(String message) {
        super(message);
        this.message = message;
    }

    /** The prompt leaves no room for even one token. */
    public static ContextLengthException prompt(int contextLength, int promptTokens) {
        return new ContextLengthException(
                "This model's maximum context length is %d tokens, prompt and completion together. However, the prompt has %d tokens. Shorten the prompt."
                        .formatted(contextLength, promptTokens));
    }

    /** Prompt and the limit asked for exceed the context. */
    public static ContextLengthException limit(int contextLength, int promptTokens, int maxTokens) {
        return new ContextLengthException(
                "This model's maximum context length is %d tokens. However, you requested %d tokens (%d in the prompt, %d in the completion). Shorten the prompt or ask for at most %d completion tokens."
                        .formatted(
                                contextLength,
                                (long) promptTokens + maxTokens,
                                promptTokens,
                                maxTokens,
                                contextLength - promptTokens));
    }

    @Override
    public String getMessage() {
        return message;
    }
}
