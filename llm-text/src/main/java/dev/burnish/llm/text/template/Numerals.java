package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.Arguments.Bound;
import dev.burnish.llm.text.template.Values.Undefined;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Reads numbers from values as Python's {@code int} and {@code float} do, for the filters of these names. */
final class Numerals {

    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]++");
    private static final Pattern FLOATING =
            Pattern.compile("[+-]?(?:[0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?");

    private Numerals() {}

    static Object whole(Object value, Bound arguments) {
        if (arguments.whole("base", 10) != 10) {
            throw Failure.unsupported("the filter int reads decimal numbers only");
        }
        if (value instanceof String text && WHOLE.matcher(digits(text)).matches()) {
            try {
                return Long.parseLong(digits(text));
            } catch (NumberFormatException e) {
                throw Failure.unsupported("a whole number needs more than 64 bits");
            }
        }
        if (!(value instanceof String) && Values.number(value) instanceof Long number) {
            return number;
        }
        OptionalDouble number = number(value);
        if (number.isPresent() && Math.abs(number.getAsDouble()) < 0x1p63) {
            return (long) number.getAsDouble();
        }
        if (number.isPresent() && Double.isFinite(number.getAsDouble())) {
            throw Failure.unsupported("a whole number needs more than 64 bits");
        }
        return arguments.find("default").orElse(0L);
    }

    static Object floating(Object value, Bound arguments) {
        OptionalDouble number = number(value);
        return number.isPresent()
                ? (Object) number.getAsDouble()
                : arguments.find("default").orElse(0.0);
    }

    private static OptionalDouble number(Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        Number known = Values.number(value);
        if (known != null) {
            return OptionalDouble.of(known.doubleValue());
        }
        if (!(value instanceof String text)) {
            return OptionalDouble.empty();
        }
        String digits = digits(text);
        if (FLOATING.matcher(digits).matches()) {
            return OptionalDouble.of(Double.parseDouble(digits));
        }
        return switch (digits.toLowerCase(Locale.ROOT)) {
            case "inf", "+inf", "infinity", "+infinity" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
            case "-inf", "-infinity" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
            case "nan", "+nan", "-nan" -> OptionalDouble.of(Double.NaN);
            default -> OptionalDouble.empty();
        };
    }

    /** The text without blanks around it and without the underscores that Python allows between digits. */
    private static String digits(String text) {
        return Text.strip(text, null, true, true).replaceAll("(?<=[0-9])_(?=[0-9])", "");
    }
}
