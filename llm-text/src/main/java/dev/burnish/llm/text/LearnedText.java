package dev.burnish.llm.text;

import dev.burnish.llm.text.ChatTemplateException.Reason;
import dev.burnish.llm.text.template.Rendering;
import dev.burnish.llm.text.template.Rendering.Span;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds what is learned in a rendered conversation: what the assistant writes, up to and including the token that ends its turn.
 *
 * <p>Where the template marks it with {@code {% generation %}} blocks, it is their text. Other templates do not say where a message starts. The
 * conversation is then rendered up to each learned message, with the start of the assistant's turn, and once more with the message: what the
 * second has beyond the first is learned. Both must be how the whole conversation begins, except that a template may leave the thoughts of
 * earlier turns out of it, as Qwen3's does.
 */
final class LearnedText {

    private static final String THOUGHTS_BEGIN = "<think>";
    private static final String THOUGHTS_END = "</think>";

    private final TextModel model;
    private final Conversation conversation;
    private final List<ChatMessage> messages;
    private final Clock clock;
    private final Rendering whole;

    /** @param conversation the messages as they are rendered */
    LearnedText(TextModel model, Conversation conversation, List<ChatMessage> messages) throws ChatTemplateException {
        this.model = model;
        this.conversation = conversation;
        this.messages = messages;
        this.clock = model.template().now();
        this.whole = model.template().render(conversation, false, clock);
    }

    /** The whole conversation as text. */
    String text() {
        return whole.text();
    }

    /** @throws ChatTemplateException if the template does not tell what is learned, or leaves some of it out */
    List<Span> spans() throws ChatTemplateException {
        requireToolsWritten();
        return whole.generations().isEmpty() ? differences() : generations();
    }

    /** Learning to call what the model is not shown teaches it to invent. */
    private void requireToolsWritten() throws ChatTemplateException {
        for (ChatMessage message : messages) {
            for (ChatMessage.ToolCall call : message.toolCalls()) {
                if (!text().contains(call.name())) {
                    throw new ChatTemplateException(
                            Reason.TOOLS,
                            "the chat template does not write tool calls, such as that of " + call.name()
                                    + "; take a base model that was made for tools",
                            null);
                }
            }
        }
        if (!conversation.tools().isEmpty() && text().equals(textWithoutTools())) {
            throw new ChatTemplateException(
                    Reason.TOOLS,
                    "the chat template does not write the tools that the example offers; "
                            + "take a base model that was made for tools",
                    null);
        }
    }

    /** Empty if the template cannot do without the tools. */
    private String textWithoutTools() {
        try {
            return model.template()
                    .render(new Conversation(conversation.messages(), List.of()), false, clock)
                    .text();
        } catch (ChatTemplateException e) {
            return "";
        }
    }

    private List<Span> generations() throws ChatTemplateException {
        List<ChatMessage> answers = messages.stream()
                .filter(message -> message.role().equals(ChatMessage.ASSISTANT))
                .toList();
        List<Span> marked = whole.generations();
        if (answers.stream().allMatch(ChatMessage::learned)) {
            return marked;
        }
        if (marked.size() != answers.size()) {
            throw new ChatTemplateException("the chat template marks " + marked.size() + " passages as generated for "
                    + answers.size() + " assistant messages, so that their weights cannot be told apart; "
                    + "give all of them the weight 1");
        }
        List<Span> learned = new ArrayList<>();
        for (int i = 0; i < marked.size(); i++) {
            if (answers.get(i).learned()) {
                learned.add(marked.get(i));
            }
        }
        return learned;
    }

    private List<Span> differences() throws ChatTemplateException {
        List<Span> learned = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).learned()) {
                learned.add(difference(i));
            }
        }
        return learned;
    }

    private Span difference(int index) throws ChatTemplateException {
        String prompt =
                model.template().render(conversation.first(index), true, clock).text();
        String answered = index + 1 == messages.size()
                ? text()
                : model.template()
                        .render(conversation.first(index + 1), false, clock)
                        .text();
        if (!text().startsWith(prompt) || !answered.startsWith(prompt)) {
            prompt = withoutThoughtsBegun(prompt);
        }
        if (!text().startsWith(prompt) || !answered.startsWith(prompt)) {
            throw notAPrefix(index, "what comes before message " + (index + 1));
        }
        String answer = answered.substring(prompt.length());
        if (!text().startsWith(answer, prompt.length())) {
            answer = withoutThoughts(answer);
        }
        if (!text().startsWith(answer, prompt.length())) {
            throw notAPrefix(index, "message " + (index + 1));
        }
        return new Span(prompt.length(), prompt.length() + endOfTurn(answer));
    }

    private static ChatTemplateException notAPrefix(int index, String what) {
        return new ChatTemplateException("the chat template renders " + what
                + " differently once more messages follow, so that what is learned of message " + (index + 1)
                + " cannot be told; give it the weight 0, or let the example end with it");
    }

    /** A prompt may begin the thoughts that a finished turn does not have. */
    private static String withoutThoughtsBegun(String prompt) {
        String stripped = prompt.stripTrailing();
        return stripped.endsWith(THOUGHTS_BEGIN)
                ? stripped.substring(0, stripped.length() - THOUGHTS_BEGIN.length())
                : prompt;
    }

    /** The answer as it is without the thoughts at its start and the blanks after them. */
    private static String withoutThoughts(String answer) {
        int end = answer.indexOf(THOUGHTS_END);
        return answer.startsWith(THOUGHTS_BEGIN) && end >= 0
                ? answer.substring(end + THOUGHTS_END.length()).stripLeading()
                : answer;
    }

    /** The length of a turn without what some templates write behind the token that ends it, such as a line break. */
    private int endOfTurn(String turn) {
        String stripped = turn.stripTrailing();
        return model.tokenizer().specialTokens().stream().anyMatch(stripped::endsWith)
                ? stripped.length()
                : turn.length();
    }
}
