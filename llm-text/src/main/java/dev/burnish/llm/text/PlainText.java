package dev.burnish.llm.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keeps special tokens out of what users write. Where a message contains a special token's text, such as {@code <|end|>}, a mark is put
 * into it before the template renders it; the rendered text is then encoded piece by piece between marks, so that the tokenizer sees the
 * special token's letters but never the special token. The mark is a character of the private use area that no message contains.
 */
final class PlainText {

    private static final char FIRST_MARK = '\uE000';
    private static final char LAST_MARK = '\uF8FF';

    private final List<ChatMessage> messages;
    private final char mark;

    private PlainText(List<ChatMessage> messages, char mark) {
        this.messages = messages;
        this.mark = mark;
    }

    static PlainText of(List<ChatMessage> messages, Tokenizer tokenizer) {
        char mark = unusedMark(messages);
        List<ChatMessage> marked = new ArrayList<>();
        for (ChatMessage message : messages) {
            String content = message.content();
            for (String special : tokenizer.specialTokens()) {
                int split = special.offsetByCodePoints(0, 1);
                content = content.replace(special, special.substring(0, split) + mark + special.substring(split));
            }
            marked.add(new ChatMessage(message.role(), content, message.learned()));
        }
        return new PlainText(marked, mark);
    }

    private static char unusedMark(List<ChatMessage> messages) {
        for (char mark = FIRST_MARK; mark <= LAST_MARK; mark++) {
            String text = String.valueOf(mark);
            if (messages.stream().noneMatch(message -> message.content().contains(text))) {
                return mark;
            }
        }
        throw new IllegalArgumentException("the messages use every character of the private use area");
    }

    /** The messages with marks, to be rendered. */
    List<ChatMessage> messages() {
        return messages;
    }

    /** Tokens of rendered text, or of a part of it; marks vanish. */
    int[] encode(String rendered, Tokenizer tokenizer) {
        IntStream tokens = IntStream.empty();
        int from = 0;
        for (int at = rendered.indexOf(mark); at >= 0; at = rendered.indexOf(mark, from)) {
            tokens = IntStream.concat(tokens, IntStream.of(tokenizer.encode(rendered.substring(from, at))));
            from = at + 1;
        }
        return IntStream.concat(tokens, IntStream.of(tokenizer.encode(rendered.substring(from))))
                .toArray();
    }
}
