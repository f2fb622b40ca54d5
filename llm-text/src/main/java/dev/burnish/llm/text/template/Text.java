package dev.burnish.llm.text.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Python's functions on strings. Positions and lengths that a template sees count code points. */
final class Text {

    private Text() {}

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** Python's {@code str.isspace}: wider than Java's notions. */
    static boolean isSpace(int c) {
        return (c >= 0x09 && c <= 0x0D)
                || (c >= 0x1C && c <= 0x20)
                || c == 0x85
                || c == 0xA0
                || c == 0x1680
                || (c >= 0x2000 && c <= 0x200A)
                || c == 0x2028
                || c == 0x2029
                || c == 0x202F
                || c == 0x205F
                || c == 0x3000;
    }

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    static List<Object> characters(String text) {
        List<Object> characters = new ArrayList<>(text.length());
        text.codePoints().forEach(c -> characters.add(Character.toString(c)));
        return characters;
    }

    /** Without leading and trailing characters of the set, or whitespace if there is none. */
    static String strip(String text, @Nullable String set, boolean left, boolean right) {
        int start = 0;
        int end = text.length();
        while (left && start < end && stripped(text.codePointAt(start), set)) {
            start += Character.charCount(text.codePointAt(start));
        }
        while (right && end > start && stripped(text.codePointBefore(end), set)) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(start, end);
    }

    private static boolean stripped(int c, @Nullable String set) {
        return set == null ? isSpace(c) : set.indexOf(c) >= 0;
    }

    /** Words between whitespace; at most {@code max} cuts unless negative. */
    static List<Object> words(String text, long max) {
        List<Object> words = new ArrayList<>();
        int start = skip(text, 0, true);
        while (start < text.length()) {
            boolean last = max >= 0 && words.size() >= max;
            int end = last ? text.length() : skip(text, start, false);
            words.add(text.substring(start, end));
            start = skip(text, end, true);
        }
        return words;
    }

    private static int skip(String text, int from, boolean space) {
        int at = from;
        while (at < text.length() && isSpace(text.charAt(at)) == space) {
            at++;
        }
        return at;
    }

    /** Parts between separators; at most {@code max} cuts unless negative. */
    static List<Object> split(String text, String separator, long max) {
        if (separator.isEmpty()) {
            throw Failure.evaluation("empty separator");
        }
        List<Object> parts = new ArrayList<>();
        int start = 0;
        for (int at = text.indexOf(separator);
                at >= 0 && (max < 0 || parts.size() < max);
                at = text.indexOf(separator, start)) {
            parts.add(text.substring(start, at));
            start = at + separator.length();
        }
        parts.add(text.substring(start));
        return parts;
    }

    /** By code points, as Python compares; Java's own order of surrogates differs. */
    static int compare(String left, String right) {
        return Arrays.compare(left.codePoints().toArray(), right.codePoints().toArray());
    }

    static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        String first = text.substring(0, text.offsetByCodePoints(0, 1));
        return titled(first) + lower(text).substring(lower(first).length());
    }

    /** Unicode's title case of one character, which may be longer: ß becomes Ss. */
    private static String titled(String character) {
        int simple = Character.toTitleCase(character.codePointAt(0));
        if (simple != character.codePointAt(0)) {
            return Character.toString(simple);
        }
        String upper = upper(character);
        int second = upper.offsetByCodePoints(0, 1);
        return upper.substring(0, second) + lower(upper.substring(second));
    }

    /** Replaces all occurrences. An empty {@code old} is between all characters. */
    static String replace(String text, String old, String replacement, Budget budget) {
        budget.search(text.length(), old.length());
        List<Object> parts = old.isEmpty() ? around(characters(text)) : split(text, old, -1);
        return Methods.join(replacement, parts, budget);
    }

    private static List<Object> around(List<Object> characters) {
        List<Object> parts = new ArrayList<>(List.of(""));
        parts.addAll(characters);
        parts.add("");
        return parts;
    }

    static String concatenate(List<Object> texts) {
        StringBuilder all = new StringBuilder();
        texts.forEach(all::append);
        return all.toString();
    }

    /** What the escapes of a string literal stand for; an unknown escape stays as written. */
    static String unescape(String literal) {
        StringBuilder text = new StringBuilder(literal.length());
        int at = 0;
        while (at < literal.length()) {
            char c = literal.charAt(at++);
            if (c != '\\' || at == literal.length()) {
                text.append(c);
                continue;
            }
            char escape = literal.charAt(at++);
            int simple = "nrt\\'\"".indexOf(escape);
            int digits = escape == 'x' ? 2 : escape == 'u' ? 4 : 0;
            if (simple >= 0) {
                text.append("\n\r\t\\'\"".charAt(simple));
            } else if (digits > 0) {
                text.append(hexadecimal(literal, at, digits));
                at += digits;
            } else if ("abfvNU01234567\n".indexOf(escape) >= 0) {
                throw Failure.unsupported("the escape \\" + escape + " in a string is not supported");
            } else {
                text.append(c).append(escape);
            }
        }
        return text.toString();
    }

    private static char hexadecimal(String literal, int at, int digits) {
        int value = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = i < literal.length() ? Character.digit(literal.charAt(i), 16) : -1;
            if (digit < 0) {
                throw Failure.syntax("a \\x or \\u escape needs " + digits + " hexadecimal digits");
            }
            value = value * 16 + digit;
        }
        return (char) value;
    }
}
