package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.Values.Tuple;
import java.util.List;
import java.util.Map;

/** The simple part of Python's two ways to fill a text: {@code '%s' % value} and {@code '{}'.format(value)}. */
final class Formats {

    private Formats() {}

    /** Knows {@code %s %r %d %i %%} without flags, width or precision. */
    static String percent(String format, Object right, Budget budget) {
        List<Object> values = right instanceof Tuple tuple ? tuple : List.of(right);
        StringBuilder text = new StringBuilder();
        int used = 0;
        int at = 0;
        for (int mark = format.indexOf('%'); mark >= 0; mark = format.indexOf('%', at)) {
            text.append(format, at, mark);
            char kind = mark + 1 < format.length() ? format.charAt(mark + 1) : 0;
            at = mark + 2;
            if (kind == '%') {
                text.append('%');
                continue;
            }
            if ("srdi".indexOf(kind) < 0) {
                throw Failure.unsupported("of the formats of %, only %s, %r, %d, %i and %% are supported");
            }
            if (used == values.size()) {
                throw Failure.evaluation("not enough arguments for format string");
            }
            text.append(formatted(kind, values.get(used++), budget));
            budget.fits(text.length());
        }
        boolean mayIgnore = right instanceof Map || Values.isPlainList(right);
        if (used < values.size() && !mayIgnore) {
            throw Failure.evaluation("not all arguments converted during string formatting");
        }
        budget.characters(text.length() + format.length());
        return text.append(format, at, format.length()).toString();
    }

    private static String formatted(char kind, Object value, Budget budget) {
        if (kind == 's') {
            return Printer.str(value, budget);
        }
        if (kind == 'r') {
            return Printer.repr(value, budget);
        }
        return switch (Values.number(value)) {
            case Long number -> number.toString();
            case Double number when Math.abs(number) < 0x1p63 -> Long.toString(number.longValue());
            case null, default ->
                throw Failure.evaluation("%d format: a whole number is required, not " + Values.type(value));
        };
    }

    /** Knows {@code {}}, {@code {0}} and {@code {name}} without conversion, attributes or format. */
    static String braces(String format, Arguments arguments, Budget budget) {
        StringBuilder text = new StringBuilder();
        int next = 0;
        int at = 0;
        while (at < format.length()) {
            char c = format.charAt(at);
            if (c != '{' && c != '}') {
                text.append(c);
                at++;
            } else if (at + 1 < format.length() && format.charAt(at + 1) == c) {
                text.append(c);
                at += 2;
            } else {
                int end = format.indexOf('}', at);
                if (c == '}' || end < 0) {
                    throw Failure.evaluation("Single '" + c + "' encountered in format string");
                }
                String field = format.substring(at + 1, end);
                Object value = field(field.isEmpty() ? Integer.toString(next++) : field, arguments);
                text.append(Printer.str(value, budget));
                at = end + 1;
            }
            budget.fits(text.length());
        }
        budget.characters(text.length());
        return text.toString();
    }

    private static Object field(String field, Arguments arguments) {
        if (!field.codePoints().allMatch(Character::isUnicodeIdentifierPart)) {
            throw Failure.unsupported("of the fields of format, only {}, {0} and {name} are supported");
        }
        if (field.codePoints().allMatch(Text::isDigit) && field.length() < 6) {
            int index = Integer.parseInt(field);
            if (index < arguments.positional().size()) {
                return arguments.positional().get(index);
            }
        } else if (arguments.named().containsKey(field)) {
            return arguments.named().get(field);
        }
        throw Failure.evaluation("format has no argument '" + field + "'");
    }
}
