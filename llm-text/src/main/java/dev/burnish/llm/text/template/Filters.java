package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.Arguments.Bound;
import dev.burnish.llm.text.template.Values.None;
import dev.burnish.llm.text.template.Values.Tuple;
import dev.burnish.llm.text.template.Values.Undefined;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What may stand after {@code |}: the filters on single values; those on sequences are {@link SequenceFilters}. Nothing is marked as safe markup, because nothing is ever escaped by itself.
 */
final class Filters {

    private static final Map<String, Filter> FILTERS = all();

    private Filters() {}

    interface Body {
        Object apply(Object value, Bound arguments, Budget budget);
    }

    /** A filter whose arguments have names. */
    record Named(List<String> parameters, Body body) implements Filter {

        @Override
        public Object apply(Object value, Arguments arguments, Budget budget) {
            return body.apply(value, arguments.bind(parameters), budget);
        }
    }

    interface Filter {
        Object apply(Object value, Arguments arguments, Budget budget);
    }

    static Filter named(String parameters, Body body) {
        return new Named(parameters.isEmpty() ? List.of() : List.of(parameters.split(" ")), body);
    }

    static boolean exists(String name) {
        return FILTERS.containsKey(name);
    }

    static Object apply(String name, Object value, Arguments arguments, Budget budget) {
        Filter filter = FILTERS.get(name);
        if (filter == null) {
            throw Failure.unsupported("there is no filter '" + name + "'");
        }
        return filter.apply(value, arguments, budget);
    }

    private static Map<String, Filter> all() {
        Map<String, Filter> filters = new HashMap<>(SequenceFilters.all());
        filters.put("default", named("default_value boolean", Filters::byDefault));
        filters.put("d", named("default_value boolean", Filters::byDefault));
        filters.put("tojson", named("ensure_ascii indent separators sort_keys", Filters::json));
        filters.put("trim", named("chars", (value, a, budget) -> {
            String text = Printer.str(value, budget);
            String set = a.findText("chars").orElse(null);
            budget.search(text, set == null ? "" : set);
            return Text.strip(text, set, true, true);
        }));
        filters.put("replace", named("old new count", (value, a, budget) -> {
            String old = Printer.str(a.get("old"), budget);
            String replacement = Printer.str(a.get("new"), budget);
            return Text.replace(Printer.str(value, budget), old, replacement, a.whole("count", -1), budget);
        }));
        filters.put("format", (value, arguments, budget) -> {
            if (!arguments.named().isEmpty()) {
                throw Failure.unsupported("named arguments of the filter format are not supported");
            }
            return Formats.percent(Printer.str(value, budget), new Tuple(arguments.positional()), budget);
        });
        filters.put("string", text(UnaryOperator.identity()));
        filters.put("safe", text(UnaryOperator.identity()));
        filters.put("upper", text(Text::upper));
        filters.put("lower", text(Text::lower));
        filters.put("capitalize", text(Text::capitalize));
        filters.put("title", text(Text::titleWords));
        filters.put("escape", named("", Filters::escape));
        filters.put("e", named("", Filters::escape));
        filters.put("indent", named("width first blank", Filters::indent));
        filters.put("int", named("default base", (value, a, budget) -> Numerals.whole(value, a)));
        filters.put("float", named("default", (value, a, budget) -> Numerals.floating(value, a)));
        filters.put("abs", named("", (value, a, budget) -> abs(value)));
        filters.put("round", named("precision method", (value, a, budget) -> round(value, a)));
        return Map.copyOf(filters);
    }

    private static Filter text(UnaryOperator<String> change) {
        return named("", (value, a, budget) -> {
            String text = Printer.str(value, budget);
            budget.characters(text.length());
            return change.apply(text);
        });
    }

    private static Object byDefault(Object value, Bound a, Budget budget) {
        boolean replaced = value instanceof Undefined || (a.flag("boolean") && !Values.isTrue(value));
        return replaced ? a.find("default_value").orElse("") : value;
    }

    private static Object json(Object value, Bound a, Budget budget) {
        Object indent = a.find("indent").orElse(None.NONE);
        String unit = switch (indent) {
            case None none -> null;
            case String text -> text;
            default -> spaces(a.whole("indent"), budget);
        };
        String comma = unit == null ? ", " : ",";
        String colon = ": ";
        Object separators = a.find("separators").orElse(None.NONE);
        if (separators instanceof List<?> pair
                && pair.size() == 2
                && pair.get(0) instanceof String first
                && pair.get(1) instanceof String second) {
            comma = first;
            colon = second;
        } else if (separators != None.NONE) {
            throw Failure.evaluation("the argument 'separators' must be a pair of strings");
        }
        return Json.of(value, new Json.Style(a.flag("ensure_ascii"), unit, comma, colon, a.flag("sort_keys")), budget);
    }

    private static String spaces(long width, Budget budget) {
        budget.characters(width);
        return " ".repeat((int) Math.max(0, width));
    }

    private static Object escape(Object value, Bound a, Budget budget) {
        String text = Printer.str(value, budget);
        List<String> pairs = List.of("&", "&amp;", "<", "&lt;", ">", "&gt;", "'", "&#39;", "\"", "&#34;");
        for (int i = 0; i < pairs.size(); i += 2) {
            text = Text.replace(text, pairs.get(i), pairs.get(i + 1), -1, budget);
        }
        return text;
    }

    private static Object indent(Object value, Bound a, Budget budget) {
        if (!(value instanceof String text)) {
            throw Failure.evaluation("only a string can be indented, not " + Values.type(value));
        }
        Object width = a.find("width").orElse(4L);
        String indention = width instanceof String unit ? unit : spaces(a.whole("width", 4), budget);
        List<Object> lines = Text.lines(text + "\n", false);
        budget.characters(text.length() + Budget.repeated(indention.length(), lines.size()));
        budget.step(lines.size());
        StringBuilder indented = new StringBuilder(a.flag("first") ? indention : "");
        for (int i = 0; i < lines.size(); i++) {
            String line = (String) lines.get(i);
            indented.append(i == 0 ? "" : "\n");
            indented.append(i > 0 && (a.flag("blank") || !line.isEmpty()) ? indention : "");
            indented.append(line);
        }
        return indented.toString();
    }

    private static Object abs(Object value) {
        Number number = Values.number(value);
        return Operators.sign(number != null && number.doubleValue() < 0, value);
    }

    private static Object round(Object value, Bound a) {
        int digits = Math.clamp(a.whole("precision", 0), -400, 400);
        Number number = Values.number(value);
        if (number == null) {
            throw Failure.evaluation("only a number can be rounded, not " + Values.type(value));
        }
        double scale = Math.pow(10, digits);
        return switch (a.findText("method").orElse("common")) {
            case "common" -> number instanceof Long whole ? round(whole, digits) : round(number.doubleValue(), digits);
            case "ceil" -> Math.ceil(number.doubleValue() * scale) / scale;
            case "floor" -> Math.floor(number.doubleValue() * scale) / scale;
            default -> throw Failure.evaluation("method must be common, ceil or floor");
        };
    }

    private static Object round(long number, int digits) {
        return BigDecimal.valueOf(number)
                .setScale(Math.min(0, digits), RoundingMode.HALF_EVEN)
                .longValueExact();
    }

    private static Object round(double number, int digits) {
        if (!Double.isFinite(number)) {
            return number;
        }
        double rounded =
                new BigDecimal(number).setScale(digits, RoundingMode.HALF_EVEN).doubleValue();
        return Math.copySign(rounded, number);
    }
}
