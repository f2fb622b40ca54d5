package dev.burnish.llm.text;

import static java.util.Objects.requireNonNull;

/**
 * One turn of a conversation.
 *
 * @param role {@code system}, {@code user} or {@code assistant}
 * @param learned whether training learns to produce it: only an assistant turn, and only when its {@code weight} is not 0
 */
public record ChatMessage(String role, String content, boolean learned) {

    public static final String SYSTEM = "system";
    public static final String USER = "user";
    public static final String ASSISTANT = "assistant";

    public ChatMessage {
        requireNonNull(role, "role is null");
        requireNonNull(content, "content is null");
        if (learned && !role.equals(ASSISTANT)) {
            throw new IllegalArgumentException("only an assistant message can be learned, not one of role " + role);
        }
    }

    public static ChatMessage system(String content) {
        return new ChatMessage(SYSTEM, content, false);
    }

    public static ChatMessage user(String content) {
        return new ChatMessage(USER, content, false);
    }

    /** An assistant message that training learns. */
    public static ChatMessage assistant(String content) {
        return new ChatMessage(ASSISTANT, content, true);
    }
}
