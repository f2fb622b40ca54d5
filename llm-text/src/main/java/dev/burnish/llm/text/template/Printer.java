package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.Values.None;
import dev.burnish.llm.text.template.Values.Tuple;
import dev.burnish.llm.text.template.Values.Undefined;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Writes values as Python's {@code str} and {@code repr} do. */
final class Printer {

    private final StringBuilder out = new StringBuilder();
    private final Budget budget;

    private Printer(Budget budget) {
        this.budget = budget;
    }

    /** What {@code {{ value }}} prints. */
    static String str(Object value, Budget budget) {
        return switch (value) {
            case String text -> text;
            case Undefined undefined -> "";
            default -> repr(value, budget);
        };
    }

    static String repr(Object value, Budget budget) {
        Printer printer = new Printer(budget);
        printer.write(value);
        budget.characters(printer.out.length());
        return printer.out.toString();
    }

    private void write(Object value) {
        budget.enter();
        budget.fits(out.length());
        switch (value) {
            case None none -> out.append("None");
            case Undefined undefined -> out.append("Undefined");
            case Boolean flag -> out.append(flag ? "True" : "False");
            case Long number -> out.append(number);
            case Double number -> out.append(number(number));
            case String text -> quote(text);
            case Tuple tuple -> {
                list(tuple, "(", tuple.size() == 1 ? ",)" : ")");
            }
            case List<?> list -> list(Values.asList(list), "[", "]");
            case Map<?, ?> map -> map(map);
            default ->
                throw Failure.unsupported("a " + Values.type(value)
                        + " cannot be printed; what can be looped over needs the filter list or join");
        }
        budget.leave();
    }

    private void list(List<Object> items, String begin, String end) {
        out.append(begin);
        boolean first = true;
        for (Object item : items) {
            out.append(first ? "" : ", ");
            write(item);
            first = false;
        }
        out.append(end);
    }

    private void map(Map<?, ?> map) {
        out.append('{');
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(first ? "" : ", ");
            write(entry.getKey());
            out.append(": ");
            write(entry.getValue());
            first = false;
        }
        out.append('}');
    }

    private void quote(String text) {
        budget.characters(text.length());
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        out.append(quote);
        text.codePoints().forEach(c -> {
            if (c == quote || c == '\\') {
                out.append('\\').appendCodePoint(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c == '\r') {
                out.append("\\r");
            } else if (c == '\t') {
                out.append("\\t");
            } else if (c < 0x80 ? c >= 0x20 && c < 0x7F : isPrintable(c)) {
                out.appendCodePoint(c);
            } else {
                out.append(
                        c < 0x100
                                ? "\\x%02x".formatted(c)
                                : c < 0x10000 ? "\\u%04x".formatted(c) : "\\U%08x".formatted(c));
            }
        });
        out.append(quote);
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }

    /** Python's {@code float.__repr__}: the shortest digits that read back as the same number. */
    static String number(double number) {
        if (!Double.isFinite(number)) {
            return Double.isNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
        }
        if (number == 0) {
            return 1 / number < 0 ? "-0.0" : "0.0";
        }
        BigDecimal shortest = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = shortest.toPlainString();
            return plain.indexOf('.') < 0 ? plain + ".0" : plain;
        }
        String digits = shortest.unscaledValue().abs().toString();
        return (number < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + (exponent < 0 ? "e-" : "e+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }
}
