package dev.burnish.llm.text.template;

import java.util.ArrayList;
import java.util.Collections;
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

    static boolean isBlank(String text, int from) {
        return text.substring(from).codePoints().allMatch(Text::isSpace);
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

    /** Words between whitespace; at most {@code max} cuts unless negative, from the left or from the right. */
    static List<Object> words(String text, long max, boolean fromRight) {
        List<Object> words = new ArrayList<>();
        int start = 0;
        int end = text.length();
        while (true) {
            while (start < end && isSpace(text.charAt(fromRight ? end - 1 : start))) {
                start += fromRight ? 0 : 1;
                end -= fromRight ? 1 : 0;
            }
            if (start == end) {
                break;
            }
            boolean last = max >= 0 && words.size() >= max;
            int cut = fromRight ? end : start;
            while (fromRight ? cut > start : cut < end) {
                if (!last && isSpace(text.charAt(fromRight ? cut - 1 : cut))) {
                    break;
                }
                cut += fromRight ? -1 : 1;
            }
            words.add(fromRight ? text.substring(cut, end) : text.substring(start, cut));
            start = fromRight ? start : cut;
            end = fromRight ? cut : end;
        }
        if (fromRight) {
            Collections.reverse(words);
        }
        return words;
    }

    /** Parts between separators; at most {@code max} cuts unless negative, from the left or from the right. */
    static List<Object> split(String text, String separator, long max, boolean fromRight) {
        if (separator.isEmpty()) {
            throw Failure.evaluation("empty separator");
        }
        List<Object> parts = new ArrayList<>();
        int start = 0;
        int end = text.length();
        while (max < 0 || parts.size() < max) {
            int at = fromRight ? text.lastIndexOf(separator, end - separator.length()) : text.indexOf(separator, start);
            if (at < 0 || at + separator.length() > end) {
                break;
            }
            parts.add(fromRight ? text.substring(at + separator.length(), end) : text.substring(start, at));
            if (fromRight) {
                end = at;
            } else {
                start = at + separator.length();
            }
        }
        parts.add(text.substring(start, end));
        if (fromRight) {
            Collections.reverse(parts);
        }
        return parts;
    }

    static List<Object> lines(String text, boolean keepEnds) {
        List<Object> lines = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = start;
            while (end < text.length() && !isLineEnd(text.charAt(end))) {
                end++;
            }
            int next = text.startsWith("\r\n", end) ? end + 2 : Math.min(end + 1, text.length());
            lines.add(text.substring(start, keepEnds ? next : end));
            start = next;
        }
        return lines;
    }

    private static boolean isLineEnd(char c) {
        return (c >= 0x0A && c <= 0x0D) || (c >= 0x1C && c <= 0x1E) || c == 0x85 || c == 0x2028 || c == 0x2029;
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

    /** Python's {@code str.title}: a word is a run of letters that have case. */
    static String title(String text) {
        StringBuilder titled = new StringBuilder(text.length());
        String lower = lower(text);
        boolean inWord = false;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            boolean cased = Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c);
            if (!cased) {
                titled.appendCodePoint(c);
            } else if (!inWord) {
                titled.append(titled(Character.toString(c)));
            } else if (lower.length() == text.length()) {
                titled.appendCodePoint(lower.codePointAt(i));
            } else {
                titled.append(lower(Character.toString(c)));
            }
            inWord = cased;
        }
        return titled.toString();
    }

    /** Jinja's {@code title} filter: a word begins after whitespace, a hyphen or an opening bracket. */
    static String titleWords(String text) {
        StringBuilder titled = new StringBuilder(text.length());
        int start = 0;
        while (start < text.length()) {
            int end = start;
            boolean separator = separatesWords(text.charAt(start));
            while (end < text.length() && separatesWords(text.charAt(end)) == separator) {
                end++;
            }
            int second = text.offsetByCodePoints(start, 1);
            titled.append(upper(text.substring(start, second))).append(lower(text.substring(second, end)));
            start = end;
        }
        return titled.toString();
    }

    private static boolean separatesWords(char c) {
        return isSpace(c) || "-({[<".indexOf(c) >= 0;
    }

    /** Replaces the first {@code max} occurrences, or all if it is negative. An empty {@code old} is between all characters. */
    static String replace(String text, String old, String replacement, long max, Budget budget) {
        budget.search(text, old);
        if (old.isEmpty()) {
            return interleave(text, replacement, max, budget);
        }
        StringBuilder result = new StringBuilder();
        int start = 0;
        long done = 0;
        for (int at = text.indexOf(old); at >= 0 && (max < 0 || done < max); at = text.indexOf(old, start)) {
            result.append(text, start, at).append(replacement);
            budget.step(1 + replacement.length() / Budget.CHARACTERS_PER_STEP);
            budget.fits(result.length());
            start = at + old.length();
            done++;
        }
        return result.append(text, start, text.length()).toString();
    }

    private static String interleave(String text, String replacement, long max, Budget budget) {
        budget.characters(text.length() + Budget.repeated(replacement.length(), text.length() + 1L));
        StringBuilder result = new StringBuilder();
        int at = 0;
        for (long done = 0; (max < 0 || done < max) && at <= text.length(); done++) {
            result.append(replacement);
            int next = at == text.length() ? at : text.offsetByCodePoints(at, 1);
            result.append(text, at, next);
            if (at == text.length()) {
                return result.toString();
            }
            at = next;
        }
        return result.append(text, at, text.length()).toString();
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
            int simple = "abfnrtv\\'\"\n".indexOf(escape);
            int digits = escape == 'x' ? 2 : escape == 'u' ? 4 : escape == 'U' ? 8 : 0;
            if (simple >= 0) {
                text.append("\007\b\f\n\r\t\013\\'\"", simple, Math.min(simple + 1, 10));
            } else if (digits > 0) {
                text.appendCodePoint(hexadecimal(literal, at, digits));
                at += digits;
            } else if (escape >= '0' && escape <= '7') {
                int end = at;
                while (end < literal.length() && end < at + 2 && Character.digit(literal.charAt(end), 8) >= 0) {
                    end++;
                }
                text.append((char) Integer.parseInt(literal.substring(at - 1, end), 8));
                at = end;
            } else if (escape == 'N') {
                throw Failure.unsupported("character names in strings are not supported; write the character");
            } else {
                text.append(c).append(escape);
            }
        }
        return text.toString();
    }

    private static int hexadecimal(String literal, int at, int digits) {
        int value = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = i < literal.length() ? Character.digit(literal.charAt(i), 16) : -1;
            if (digit < 0 || value > Character.MAX_CODE_POINT >> 4) {
                throw Failure.syntax("a \\x, \\u or \\U escape needs " + digits + " hexadecimal digits");
            }
            value = value * 16 + digit;
        }
        if (!Character.isValidCodePoint(value)) {
            throw Failure.syntax("no character has this code");
        }
        return value;
    }
}
