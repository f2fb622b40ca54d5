package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Cuts a template into tokens, as jinja2 does with {@code trim_blocks} and {@code lstrip_blocks}: the newline after a block tag and the
 * blanks before it on its line are no text.
 */
final class Lexer {

    private static final List<String> OPERATORS = List.of(
            "==", "!=", ">=", "<=", "+", "-", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<", "=", ".", ":", "|",
            ",");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private int line = 1;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String template) {
        String source = template.replace("\r\n", "\n").replace('\r', '\n');
        Lexer lexer = new Lexer(source.endsWith("\n") ? source.substring(0, source.length() - 1) : source);
        try {
            lexer.run();
        } catch (Failure failure) {
            throw failure.at(lexer.line);
        }
        return lexer.tokens;
    }

    private void run() {
        while (position < source.length()) {
            int begin = nextTag();
            if (begin < 0) {
                data(source.substring(position));
                moveTo(source.length());
            } else {
                tag(begin);
            }
        }
        add(Kind.END, "");
    }

    private int nextTag() {
        for (int at = source.indexOf('{', position); at >= 0; at = source.indexOf('{', at + 1)) {
            if (at + 1 < source.length() && "{%#".indexOf(source.charAt(at + 1)) >= 0) {
                return at;
            }
        }
        return -1;
    }

    private void tag(int begin) {
        char mark = source.charAt(begin + 1);
        char sign = signAt(begin + 2);
        data(before(begin, sign, mark != '{'));
        moveTo(begin);
        int inside = begin + (sign == 0 ? 2 : 3);
        if (mark == '#') {
            comment(inside);
        } else {
            add(mark == '%' ? Kind.BLOCK_BEGIN : Kind.OUTPUT_BEGIN, source.substring(begin, inside));
            moveTo(inside);
            code(mark == '%');
        }
    }

    private char signAt(int at) {
        char sign = at < source.length() ? source.charAt(at) : 0;
        return sign == '-' || sign == '+' ? sign : 0;
    }

    /** The text up to a tag, less what whitespace control takes away. */
    private String before(int begin, char sign, boolean stripsLine) {
        String text = source.substring(position, begin);
        if (sign == '-') {
            return Text.strip(text, null, false, true);
        }
        int lineStart = text.lastIndexOf('\n') + 1;
        boolean atLineStart = lineStart > 0 || position == 0 || source.charAt(position - 1) == '\n';
        boolean strips = sign == 0
                && stripsLine
                && atLineStart
                && text.substring(lineStart).codePoints().allMatch(Text::isSpace);
        return strips ? text.substring(0, lineStart) : text;
    }

    private void data(String text) {
        if (!text.isEmpty()) {
            add(Kind.DATA, text);
        }
    }

    private void comment(int inside) {
        int close = source.indexOf("#}", inside);
        if (close < 0) {
            throw Failure.syntax("the comment is not closed");
        }
        boolean signed = close > inside && signAt(close - 1) != 0;
        moveTo(afterEnd(close + 2, signed ? source.charAt(close - 1) : 0, true));
    }

    /** The position behind the end of a tag, whose sign decides on the whitespace that follows. */
    private int afterEnd(int at, char sign, boolean trims) {
        if (sign == '-') {
            return skipSpace(at);
        }
        return trims && sign == 0 && at < source.length() && source.charAt(at) == '\n' ? at + 1 : at;
    }

    private int skipSpace(int at) {
        int end = at;
        while (end < source.length() && Text.isSpace(source.charAt(end))) {
            end++;
        }
        return end;
    }

    /** The inside of a tag up to its end, which does not count within brackets: a map may end with two braces. */
    private void code(boolean block) {
        Deque<Character> open = new ArrayDeque<>();
        moveTo(skipSpace(position));
        while (position < source.length() && !(open.isEmpty() && closes(block))) {
            char next = source.charAt(position);
            int end;
            if (next == '\'' || next == '"') {
                end = string(next);
            } else if (Text.isDigit(next)) {
                end = word(Kind.INTEGER);
            } else if (isWordPart(next)) {
                end = word(Kind.NAME);
            } else {
                end = operator(open);
            }
            moveTo(skipSpace(end));
        }
    }

    private boolean closes(boolean block) {
        String mark = block ? "%}" : "}}";
        char sign = signAt(position);
        int end = position + (sign == 0 ? 0 : 1);
        if (!source.startsWith(mark, end) || (sign == '+' && !block)) {
            return false;
        }
        add(block ? Kind.BLOCK_END : Kind.OUTPUT_END, mark);
        moveTo(afterEnd(end + 2, sign, block));
        return true;
    }

    private int string(char quote) {
        int end = position + 1;
        while (end < source.length() && source.charAt(end) != quote) {
            end += source.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= source.length()) {
            throw Failure.syntax("the string is not closed");
        }
        add(Kind.STRING, Text.unescape(source.substring(position + 1, end)));
        return end + 1;
    }

    private int word(Kind kind) {
        int end = position;
        while (end < source.length()
                && (kind == Kind.NAME ? isWordPart(source.charAt(end)) : Text.isDigit(source.charAt(end)))) {
            end++;
        }
        add(kind, source.substring(position, end));
        return end;
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private int operator(Deque<Character> open) {
        for (String operator : OPERATORS) {
            if (source.startsWith(operator, position)) {
                char first = operator.charAt(0);
                int opening = "([{".indexOf(first);
                if (opening >= 0) {
                    open.push(")]}".charAt(opening));
                } else if (")]}".indexOf(first) >= 0 && (open.isEmpty() || open.pop() != first)) {
                    throw Failure.syntax("unexpected '" + first + "'");
                }
                add(Kind.OPERATOR, operator);
                return position + operator.length();
            }
        }
        throw Failure.syntax("unexpected character '" + Character.toString(source.codePointAt(position)) + "'");
    }

    private void add(Kind kind, String text) {
        tokens.add(new Token(kind, text, line));
    }

    private void moveTo(int end) {
        for (int i = position; i < end; i++) {
            if (source.charAt(i) == '\n') {
                line++;
            }
        }
        position = end;
    }
}
