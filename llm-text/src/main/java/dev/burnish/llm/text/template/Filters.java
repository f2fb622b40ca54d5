package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.Arguments.Bound;
import dev.burnish.llm.text.template.Values.Generator;
import dev.burnish.llm.text.template.Values.None;
import dev.burnish.llm.text.template.Values.Undefined;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What may stand after {@code |}. Nothing is ever escaped by itself, so {@code safe} only makes a text. */
final class Filters {

    private static final Map<String, Filter> FILTERS = all();
    static final Set<String> NAMES = FILTERS.keySet();

    private Filters() {}

    private interface Filter {
        Object apply(Object value, Arguments arguments, Budget budget);
    }

    private interface Body {
        Object apply(Object value, Bound arguments, Budget budget);
    }

    private static Filter named(String parameters, Body body) {
        List<String> names = Arguments.names(parameters);
        return (value, arguments, budget) -> body.apply(value, arguments.bind(names), budget);
    }

    static Object apply(String name, Object value, Arguments arguments, Budget budget) {
        Filter filter = FILTERS.get(name);
        if (filter == null) {
            throw Failure.unsupported("there is no filter '" + name + "'");
        }
        return filter.apply(value, arguments, budget);
    }

    private static Map<String, Filter> all() {
        Map<String, Filter> filters = new HashMap<>();
        filters.put("default", named("default_value boolean", Filters::byDefault));
        filters.put("d", named("default_value boolean", Filters::byDefault));
        filters.put("tojson", named("ensure_ascii indent separators sort_keys", Filters::json));
        filters.put("trim", named("chars", (value, a, budget) -> {
            String text = Printer.str(value, budget);
            String set = a.findText("chars").orElse(null);
            budget.search(text.length(), set == null ? 1 : set.length());
            return Text.strip(text, set, true, true);
        }));
        filters.put(
                "replace",
                named(
                        "old new",
                        (value, a, budget) -> Text.replace(
                                Printer.str(value, budget),
                                Printer.str(a.get("old"), budget),
                                Printer.str(a.get("new"), budget),
                                budget)));
        filters.put("string", text(UnaryOperator.identity()));
        filters.put("safe", text(UnaryOperator.identity()));
        filters.put("upper", text(Text::upper));
        filters.put("lower", text(Text::lower));
        filters.put("capitalize", text(Text::capitalize));
        filters.put("length", named("", (value, a, budget) -> Values.length(value, budget)));
        filters.put("count", named("", (value, a, budget) -> Values.length(value, budget)));
        filters.put("list", named("", (value, a, budget) -> new ArrayList<>(Values.items(value, budget))));
        filters.put("first", named("", (value, a, budget) -> first(value, budget)));
        filters.put("last", named("", (value, a, budget) -> last(value, budget)));
        filters.put("reverse", named("", (value, a, budget) -> reverse(value, budget)));
        filters.put("join", named("d", (value, a, budget) -> {
            String separator = Printer.str(a.find("d").orElse(""), budget);
            return Methods.join(separator, Values.items(value, budget), budget);
        }));
        filters.put("items", named("", (value, a, budget) -> entries(value, budget)));
        filters.put("dictsort", named("", (value, a, budget) -> sorted(value, budget)));
        filters.put("map", Filters::map);
        filters.put("select", (value, arguments, budget) -> select(value, arguments, false, true, budget));
        filters.put("reject", (value, arguments, budget) -> select(value, arguments, false, false, budget));
        filters.put("selectattr", (value, arguments, budget) -> select(value, arguments, true, true, budget));
        filters.put("rejectattr", (value, arguments, budget) -> select(value, arguments, true, false, budget));
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

    /** As {@code apply_chat_template} defines it: {@code json.dumps}, by default with its spaces and without escapes of letters. */
    private static Object json(Object value, Bound a, Budget budget) {
        Object indent = a.find("indent").orElse(None.NONE);
        String unit = indent == None.NONE ? null : spaces(a.whole("indent", 0), budget);
        String comma = unit == null ? ", " : ",";
        String colon = ": ";
        if (a.find("separators").orElse(None.NONE) instanceof List<?> pair) {
            if (pair.size() != 2 || !(pair.get(0) instanceof String first) || !(pair.get(1) instanceof String second)) {
                throw Failure.evaluation("the argument 'separators' must be a pair of strings");
            }
            comma = first;
            colon = second;
        }
        return Json.of(value, new Json.Style(a.flag("ensure_ascii"), unit, comma, colon, a.flag("sort_keys")), budget);
    }

    private static String spaces(long width, Budget budget) {
        budget.characters(width);
        return " ".repeat((int) Math.max(0, width));
    }

    private static Object first(Object value, Budget budget) {
        Iterator<Object> items = Values.iterator(value, budget);
        return items.hasNext() ? items.next() : new Undefined("No first item, sequence was empty.");
    }

    private static Object last(Object value, Budget budget) {
        if (value instanceof Generator) {
            throw Failure.evaluation("'generator' object is not reversible");
        }
        List<Object> items = Values.items(value, budget);
        return items.isEmpty() ? new Undefined("No last item, sequence was empty.") : items.getLast();
    }

    private static Object reverse(Object value, Budget budget) {
        List<Object> reversed = Values.items(value, budget).reversed();
        return switch (value) {
            case String text -> Text.concatenate(reversed);
            case Generator generator -> new ArrayList<>(reversed);
            default -> new Generator(reversed.iterator());
        };
    }

    private static Object entries(Object value, Budget budget) {
        return switch (value) {
            case Undefined undefined -> new Generator(List.of().iterator());
            case Map<?, ?> map -> new Generator(Values.entries(map, budget).iterator());
            default -> throw Failure.evaluation("Can only get item pairs from a mapping.");
        };
    }

    /** Keys and values by the keys, whose case does not count. */
    private static Object sorted(Object value, Budget budget) {
        if (!(Values.defined(value) instanceof Map<?, ?> map)) {
            throw Failure.evaluation("only a dict can be sorted by dictsort, not " + Values.type(value));
        }
        List<Object> entries = Values.entries(map, budget);
        map.keySet().forEach(key -> budget.search(((String) key).length(), map.size()));
        entries.sort(Comparator.comparing(entry -> Text.lower((String) ((List<?>) entry).getFirst()), Text::compare));
        return entries;
    }

    /** What a path with dots selects of an element. */
    private static UnaryOperator<Object> path(Object path, @Nullable Object byDefault, Budget budget) {
        List<Object> names = path instanceof String text ? Text.split(text, ".", -1) : List.of(path);
        return element -> {
            Object found = element;
            for (Object name : names) {
                found = Evaluator.item(found, name, budget);
                found = found instanceof Undefined && byDefault != null ? byDefault : found;
            }
            return found;
        };
    }

    private static Object map(Object value, Arguments arguments, Budget budget) {
        UnaryOperator<Object> change;
        if (arguments.positional().isEmpty()) {
            Bound bound = arguments.bind(List.of("attribute", "default"));
            change = path(bound.get("attribute"), bound.find("default").orElse(null), budget);
        } else {
            String filter = Printer.str(arguments.positional().getFirst(), budget);
            change = item -> apply(filter, item, arguments.rest(1), budget);
        }
        List<Object> mapped = new ArrayList<>();
        if (Values.isTrue(value)) {
            Values.items(value, budget).forEach(item -> mapped.add(change.apply(item)));
        }
        return new Generator(mapped.iterator());
    }

    private static Object select(
            Object value, Arguments arguments, boolean byAttribute, boolean wanted, Budget budget) {
        int skipped = byAttribute ? 1 : 0;
        List<Object> positional = arguments.positional();
        if (positional.size() < skipped) {
            throw Failure.evaluation("Missing parameter for attribute name");
        }
        UnaryOperator<Object> path = byAttribute ? path(positional.getFirst(), null, budget) : UnaryOperator.identity();
        List<Object> selected = new ArrayList<>();
        for (Object item : Values.isTrue(value) ? Values.items(value, budget) : List.of()) {
            Object tested = path.apply(item);
            boolean passes = positional.size() > skipped
                    ? Tests.apply(
                            Printer.str(positional.get(skipped), budget), tested, arguments.rest(skipped + 1), budget)
                    : Values.isTrue(tested);
            if (passes == wanted) {
                selected.add(item);
            }
        }
        return new Generator(selected.iterator());
    }
}
