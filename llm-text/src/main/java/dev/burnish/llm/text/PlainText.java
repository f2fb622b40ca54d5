package dev.burnish.llm.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps special tokens out of what users write. Where a text of the conversation contains a special token's text, such as {@code <|end|>}, a
 * mark is put into it before the template renders it; the rendered text is then encoded piece by piece between marks, so that the tokenizer
 * sees the special token's letters but never the special token. The mark is a character of the private use area that nothing contains.
 */
final class PlainText {

    private static final char FIRST_MARK = '\uE000';
    private static final char LAST_MARK = '\uF8FF';
    private static final char NO_MARK = 0;

    private final Conversation conversation;
    private final Tokenizer tokenizer;
    private final char mark;

    private PlainText(Conversation conversation, Tokenizer tokenizer, char mark) {
        this.conversation = conversation;
        this.tokenizer = tokenizer;
        this.mark = mark;
    }

    /** @throws ChatTemplateException if special tokens are to be marked and no mark is left */
    static PlainText of(Conversation conversation, Tokenizer tokenizer) throws ChatTemplateException {
        List<String> texts = new ArrayList<>();
        UnaryOperator<String> collect = text -> {
            texts.add(text);
            return text;
        };
        mapped(conversation, collect);
        if (texts.stream().noneMatch(tokenizer::mayContainSpecialTokens)
                || tokenizer.specialTokens().stream()
                        .noneMatch(special -> texts.stream().anyMatch(text -> text.contains(special)))) {
            return new PlainText(conversation, tokenizer, NO_MARK);
        }
        char mark = unusedMark(texts);
        return new PlainText(
                mapped(conversation, text -> marked(text, mark, tokenizer.specialTokens())), tokenizer, mark);
    }

    private static String marked(String text, char mark, List<String> specialTokens) {
        String marked = text;
        for (String special : specialTokens) {
            int split = special.offsetByCodePoints(0, 1);
            marked = marked.replace(special, special.substring(0, split) + mark + special.substring(split));
        }
        return marked;
    }

    private static char unusedMark(List<String> texts) throws ChatTemplateException {
        for (char mark = FIRST_MARK; mark <= LAST_MARK; mark++) {
            char candidate = mark;
            if (texts.stream().noneMatch(text -> text.indexOf(candidate) >= 0)) {
                return mark;
            }
        }
        throw new ChatTemplateException(
                "the messages contain special tokens, which need one character of the private use "
                        + "area U+E000 to U+F8FF to be kept apart, but use all of them; remove one");
    }

    private static Conversation mapped(Conversation conversation, UnaryOperator<String> change) {
        return new Conversation(maps(conversation.messages(), change), maps(conversation.tools(), change));
    }

    private static List<Map<String, Object>> maps(List<Map<String, Object>> maps, UnaryOperator<String> change) {
        List<Map<String, Object>> mapped = new ArrayList<>();
        maps.forEach(map -> mapped.add(map(map, change)));
        return mapped;
    }

    private static Map<String, Object> map(Map<?, ?> map, UnaryOperator<String> change) {
        Map<String, Object> mapped = new LinkedHashMap<>();
        map.forEach((key, value) -> mapped.put(change.apply((String) key), value(value, change)));
        return mapped;
    }

    @SuppressWarnings("NullAway") // JSON's null is a value like any other.
    private static Object value(@Nullable Object value, UnaryOperator<String> change) {
        return switch (value) {
            case String text -> change.apply(text);
            case Map<?, ?> map -> map(map, change);
            case List<?> list -> {
                List<Object> mapped = new ArrayList<>();
                list.forEach(item -> mapped.add(value(item, change)));
                yield mapped;
            }
            case null, default -> value;
        };
    }

    /** The conversation with marks, to be rendered. */
    Conversation conversation() {
        return conversation;
    }

    /**
     * Tokens of rendered text with their places in it; marks have none.
     *
     * @throws ChatTemplateException if the template has written a mark as an escape
     */
    TokenizedText encode(String rendered) throws ChatTemplateException {
        if (mark == NO_MARK) {
            return tokenizer.encodeWithOffsets(rendered);
        }
        if (rendered.contains("\\u%04x".formatted((int) mark))) {
            throw new ChatTemplateException(
                    "the chat template escapes characters, so that special tokens in messages cannot be kept apart; remove them");
        }
        List<TokenizedText> pieces = new ArrayList<>();
        int from = 0;
        for (int at = rendered.indexOf(mark); at >= 0; at = rendered.indexOf(mark, from)) {
            pieces.add(tokenizer.encodeWithOffsets(rendered.substring(from, at)).movedBy(from));
            from = at + 1;
        }
        pieces.add(tokenizer.encodeWithOffsets(rendered.substring(from)).movedBy(from));
        return TokenizedText.joined(pieces);
    }
}
