package dev.burnish.llm.text;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One turn of a conversation, with the fields of OpenAI's chat messages.
 *
 * @param role {@code system}, {@code user}, {@code assistant} or {@code tool}
 * @param content empty where an assistant only calls tools
 * @param learned whether training learns to produce it: only an assistant turn, and only when its {@code weight} is not 0
 * @param toolCalls what an assistant calls
 * @param toolCallId the call that a tool answers; null for every other role
 */
public record ChatMessage(
        String role,
        String content,
        boolean learned,
        List<ToolCall> toolCalls,
        @Nullable String toolCallId) {

    public static final String SYSTEM = "system";
    public static final String USER = "user";
    public static final String ASSISTANT = "assistant";
    public static final String TOOL = "tool";

    /**
     * A call of a function.
     *
     * @param arguments a JSON object as text, as models write it
     */
    public record ToolCall(String id, String name, String arguments) {}

    public ChatMessage {
        requireNonNull(role, "role is null");
        requireNonNull(content, "content is null");
        toolCalls = List.copyOf(toolCalls);
        if (!role.equals(ASSISTANT) && (learned || !toolCalls.isEmpty())) {
            throw new IllegalArgumentException(
                    "only an assistant message can be learned or call tools, not one of role " + role);
        }
        if (role.equals(TOOL) == (toolCallId == null)) {
            throw new IllegalArgumentException("a tool message, and no other, names the call that it answers");
        }
    }

    /** A message that neither calls a tool nor comes from one. */
    public ChatMessage(String role, String content, boolean learned) {
        this(role, content, learned, List.of(), null);
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

    /** An assistant message that training learns and that calls tools. */
    public static ChatMessage calling(String content, ToolCall... calls) {
        return new ChatMessage(ASSISTANT, content, true, List.of(calls), null);
    }

    /** A tool's answer to a call. */
    public static ChatMessage tool(String toolCallId, String content) {
        return new ChatMessage(TOOL, content, false, List.of(), toolCallId);
    }
}
