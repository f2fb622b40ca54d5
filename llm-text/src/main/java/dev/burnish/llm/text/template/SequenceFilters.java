package dev.burnish.llm.text.template;

import static dev.burnish.llm.text.template.Filters.named;

import dev.burnish.llm.text.template.Arguments.Bound;
import dev.burnish.llm.text.template.Filters.Filter;
import dev.burnish.llm.text.template.Operators.Binary;
import dev.burnish.llm.text.template.Values.Generator;
import dev.burnish.llm.text.template.Values.None;
import dev.burnish.llm.text.template.Values.Tuple;
import dev.burnish.llm.text.template.Values.Undefined;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The filters on lists, maps and other things that can be looped over. */
final class SequenceFilters {

    private SequenceFilters() {}

    static Map<String, Filter> all() {
        Map<String, Filter> filters = new HashMap<>();
        filters.put("length", named("", (value, a, budget) -> Values.length(value)));
        filters.put("count", named("", (value, a, budget) -> Values.length(value)));
        filters.put("list", named("", (value, a, budget) -> new ArrayList<>(Values.items(value, budget))));
        filters.put("first", named("", (value, a, budget) -> first(value, budget)));
        filters.put("last", named("", (value, a, budget) -> last(value, budget)));
        filters.put("reverse", named("", (value, a, budget) -> reverse(value, budget)));
        filters.put("items", named("", (value, a, budget) -> entries(value, budget)));
        filters.put("join", named("d attribute", SequenceFilters::join));
        filters.put("dictsort", named("case_sensitive by reverse", SequenceFilters::sortMap));
        filters.put("sort", named("reverse case_sensitive attribute", SequenceFilters::sort));
        filters.put("unique", named("case_sensitive attribute", SequenceFilters::unique));
        filters.put("min", named("case_sensitive attribute", (value, a, budget) -> extreme(value, a, true, budget)));
        filters.put("max", named("case_sensitive attribute", (value, a, budget) -> extreme(value, a, false, budget)));
        filters.put("sum", named("attribute start", SequenceFilters::sum));
        filters.put("map", SequenceFilters::map);
        filters.put("select", (value, arguments, budget) -> select(value, arguments, false, true, budget));
        filters.put("reject", (value, arguments, budget) -> select(value, arguments, false, false, budget));
        filters.put("selectattr", (value, arguments, budget) -> select(value, arguments, true, true, budget));
        filters.put("rejectattr", (value, arguments, budget) -> select(value, arguments, true, false, budget));
        return filters;
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
        if (value instanceof String text) {
            return new StringBuilder(text).reverse().toString();
        }
        List<Object> reversed = Values.items(value, budget).reversed();
        return value instanceof Generator ? new ArrayList<>(reversed) : new Generator(reversed.iterator());
    }

    private static Object entries(Object value, Budget budget) {
        if (value instanceof Undefined) {
            return new Generator(List.of().iterator());
        }
        if (value instanceof Map<?, ?> map) {
            return new Generator(Methods.entries(map, budget).iterator());
        }
        throw Failure.evaluation("Can only get item pairs from a mapping.");
    }

    private static Object join(Object value, Bound a, Budget budget) {
        List<Object> items = new ArrayList<>(Values.items(value, budget));
        items.replaceAll(attribute(a, budget));
        return Methods.join(Printer.str(a.find("d").orElse(""), budget), items, budget);
    }

    /** What the argument {@code attribute}, a path with dots, selects of an element; without it the element itself. */
    private static UnaryOperator<Object> attribute(Bound a, Budget budget) {
        return a.findUnlessNone("attribute")
                .map(path -> path(path, None.NONE, budget))
                .orElse(UnaryOperator.identity());
    }

    private static UnaryOperator<Object> path(Object path, Object byDefault, Budget budget) {
        List<Object> parts = path instanceof String text ? Text.split(text, ".", -1, false) : List.of(path);
        return element -> {
            Object found = element;
            for (Object part : parts) {
                boolean index = part instanceof String text
                        && !text.isEmpty()
                        && text.length() < 10
                        && text.codePoints().allMatch(Text::isDigit);
                found = Access.item(found, index ? Long.valueOf((String) part) : part, budget);
                found = found instanceof Undefined && byDefault != None.NONE ? byDefault : found;
            }
            return found;
        };
    }

    private static UnaryOperator<Object> foldedUnless(boolean caseSensitive, Budget budget) {
        return value -> {
            if (!caseSensitive && value instanceof String text) {
                budget.characters(text.length());
                return Text.lower(text);
            }
            return value;
        };
    }

    private record Keyed(Object key, Object item) {}

    private static List<Object> sorted(List<Keyed> items, boolean reverse, Budget budget) {
        Comparator<Keyed> order = (left, right) -> {
            budget.step(1);
            return Relations.compare(left.key(), right.key(), "<", budget);
        };
        List<Keyed> sorted = new ArrayList<>(items);
        sorted.sort(reverse ? order.reversed() : order);
        List<Object> values = new ArrayList<>();
        sorted.forEach(keyed -> values.add(keyed.item()));
        return values;
    }

    private static Object sort(Object value, Bound a, Budget budget) {
        UnaryOperator<Object> fold = foldedUnless(a.flag("case_sensitive"), budget);
        List<UnaryOperator<Object>> paths = new ArrayList<>();
        if (a.findUnlessNone("attribute").orElse(None.NONE) instanceof String several) {
            Text.split(several, ",", -1, false).forEach(path -> paths.add(path(path, None.NONE, budget)));
        } else {
            paths.add(attribute(a, budget));
        }
        List<Keyed> keyed = new ArrayList<>();
        for (Object item : Values.items(value, budget)) {
            List<Object> keys = new ArrayList<>();
            paths.forEach(path -> keys.add(fold.apply(path.apply(item))));
            keyed.add(new Keyed(keys, item));
        }
        return sorted(keyed, a.flag("reverse"), budget);
    }

    private static Object sortMap(Object value, Bound a, Budget budget) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw Failure.evaluation("only a dict can be sorted by dictsort, not " + Values.type(value));
        }
        Object by = a.find("by").orElse("key");
        if (!by.equals("key") && !by.equals("value")) {
            throw Failure.evaluation("You can only sort by either \"key\" or \"value\"");
        }
        UnaryOperator<Object> fold = foldedUnless(a.flag("case_sensitive"), budget);
        List<Keyed> keyed = new ArrayList<>();
        map.forEach((key, element) ->
                keyed.add(new Keyed(fold.apply(by.equals("key") ? key : element), Tuple.of(key, element))));
        return sorted(keyed, a.flag("reverse"), budget);
    }

    private static Object unique(Object value, Bound a, Budget budget) {
        UnaryOperator<Object> key = attribute(a, budget).andThen(foldedUnless(a.flag("case_sensitive"), budget))::apply;
        List<Object> seen = new ArrayList<>();
        List<Object> unique = new ArrayList<>();
        for (Object item : Values.items(value, budget)) {
            Object itemKey = key.apply(item);
            if (itemKey instanceof List || itemKey instanceof Map) {
                throw Failure.unsupported("unique is supported for values that are no lists, tuples or dicts");
            }
            if (!Relations.contains(seen, itemKey, budget)) {
                seen.add(itemKey);
                unique.add(item);
            }
        }
        return new Generator(unique.iterator());
    }

    private static Object extreme(Object value, Bound a, boolean smallest, Budget budget) {
        List<Object> items = Values.items(value, budget);
        if (items.isEmpty()) {
            return new Undefined("No aggregated item, sequence was empty.");
        }
        UnaryOperator<Object> path = attribute(a, budget);
        UnaryOperator<Object> fold = foldedUnless(a.flag("case_sensitive"), budget);
        Object best = items.getFirst();
        Object bestKey = fold.apply(path.apply(best));
        for (Object item : items.subList(1, items.size())) {
            Object key = fold.apply(path.apply(item));
            int order = Relations.compare(key, bestKey, smallest ? "<" : ">", budget);
            if (smallest ? order < 0 : order > 0) {
                best = item;
                bestKey = key;
            }
        }
        return best;
    }

    private static Object sum(Object value, Bound a, Budget budget) {
        UnaryOperator<Object> path = attribute(a, budget);
        Object sum = a.find("start").orElse(0L);
        if (sum instanceof String) {
            throw Failure.evaluation("sum() can't sum strings");
        }
        for (Object item : Values.items(value, budget)) {
            sum = Operators.apply(Binary.ADD, sum, path.apply(item), budget);
        }
        return sum;
    }

    private static Object map(Object value, Arguments arguments, Budget budget) {
        List<Object> mapped = new ArrayList<>();
        UnaryOperator<Object> change;
        if (arguments.positional().isEmpty() && arguments.named().containsKey("attribute")) {
            Bound bound = arguments.bind(List.of("attribute", "default"));
            change = path(bound.get("attribute"), bound.find("default").orElse(None.NONE), budget);
        } else if (!arguments.positional().isEmpty() && arguments.positional().getFirst() instanceof String filter) {
            change = item -> Filters.apply(filter, item, arguments.rest(1), budget);
        } else {
            throw Failure.evaluation("map requires a filter argument");
        }
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
        UnaryOperator<Object> path =
                byAttribute ? path(positional.getFirst(), None.NONE, budget) : UnaryOperator.identity();
        List<Object> selected = new ArrayList<>();
        for (Object item : Values.isTrue(value) ? Values.items(value, budget) : List.of()) {
            Object tested = path.apply(item);
            boolean passes = positional.size() > skipped
                    ? Tests.apply(String.valueOf(positional.get(skipped)), tested, arguments.rest(skipped + 1), budget)
                    : Values.isTrue(tested);
            if (passes == wanted) {
                selected.add(item);
            }
        }
        return new Generator(selected.iterator());
    }
}
