package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.Arguments.Bound;
import dev.burnish.llm.text.template.Values.Callable;
import dev.burnish.llm.text.template.Values.None;
import dev.burnish.llm.text.template.Values.Tuple;
import dev.burnish.llm.text.template.Values.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The methods of strings and maps. */
final class Methods {

    /**
     * What Python's strings, maps, lists and tuples have beyond the methods below: they are defined and hide an element of the same name,
     * but calling one is refused. Those that change a list or map are refused by jinja2's immutable sandbox, too.
     */
    private static final Set<String> OTHER_TEXT_METHODS = Set.of("""
            casefold center count encode expandtabs format format_map index isalnum isalpha isascii
            isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper ljust
            maketrans partition removeprefix removesuffix rfind rindex rjust rpartition rsplit
            splitlines swapcase title translate zfill""".split("\\s+"));

    private static final Set<String> OTHER_MAP_METHODS =
            Set.of("clear", "copy", "fromkeys", "pop", "popitem", "setdefault", "update");
    private static final Set<String> LIST_METHODS =
            Set.of("append", "clear", "copy", "count", "extend", "index", "insert", "pop", "remove", "reverse", "sort");

    private static final Map<String, Method<String>> TEXT = Map.ofEntries(
            Map.entry("strip", method("chars", (text, a, budget) -> strip(text, a, true, true, budget))),
            Map.entry("lstrip", method("chars", (text, a, budget) -> strip(text, a, true, false, budget))),
            Map.entry("rstrip", method("chars", (text, a, budget) -> strip(text, a, false, true, budget))),
            Map.entry("split", method("sep maxsplit", Methods::split)),
            Map.entry("startswith", affix("prefix", String::startsWith)),
            Map.entry("endswith", affix("suffix", String::endsWith)),
            Map.entry("find", method("sub", (text, a, budget) -> {
                budget.search(text.length(), a.text("sub").length());
                int found = text.indexOf(a.text("sub"));
                return found < 0 ? -1L : (long) text.codePointCount(0, found);
            })),
            Map.entry(
                    "replace",
                    method("old new", (text, a, budget) -> Text.replace(text, a.text("old"), a.text("new"), budget))),
            Map.entry("join", method("iterable", (text, a, budget) -> {
                List<Object> items = Values.items(a.get("iterable"), budget);
                items.forEach(Methods::part);
                return join(text, items, budget);
            })),
            Map.entry("upper", cased(Text::upper)),
            Map.entry("lower", cased(Text::lower)),
            Map.entry("capitalize", cased(Text::capitalize)));

    private static final Map<String, Method<Map<?, ?>>> MAP = Map.of(
            "get",
                    method("key default", (map, a, budget) -> {
                        Object found = a.get("key") instanceof String key ? map.get(key) : null;
                        return found != null ? found : a.find("default").orElse(None.NONE);
                    }),
            "items", method("", (map, a, budget) -> new View(Values.entries(map, budget))),
            "keys", method("", (map, a, budget) -> new View(Values.items(map, budget))),
            "values",
                    method("", (map, a, budget) -> {
                        budget.step(map.size());
                        return new View(new ArrayList<>(map.values()));
                    }));

    private Methods() {}

    private interface Body<T> {
        Object apply(T self, Bound arguments, Budget budget);
    }

    private record Method<T>(List<String> parameters, Body<T> body) {

        Callable bind(T self, Budget budget) {
            return arguments -> body.apply(self, arguments.bind(parameters), budget);
        }
    }

    private static <T> Method<T> method(String parameters, Body<T> body) {
        return new Method<>(Arguments.names(parameters), body);
    }

    /** The named method bound to the value; null if there is none. */
    static @Nullable Callable find(Object value, String name, Budget budget) {
        Method<String> ofText = value instanceof String ? TEXT.get(name) : null;
        if (ofText != null && value instanceof String text) {
            return ofText.bind(text, budget);
        }
        Method<Map<?, ?>> ofMap = value instanceof Map ? MAP.get(name) : null;
        if (ofMap != null && value instanceof Map<?, ?> map) {
            return ofMap.bind(map, budget);
        }
        Set<String> others = switch (value) {
            case String text -> OTHER_TEXT_METHODS;
            case Map<?, ?> map -> OTHER_MAP_METHODS;
            case Tuple tuple -> Set.of("count", "index");
            case List<?> list -> LIST_METHODS;
            default -> Set.of();
        };
        if (!others.contains(name) && !(name.startsWith("__") && name.endsWith("__"))) {
            return null;
        }
        return arguments -> {
            throw Failure.unsupported("the method " + name + " of " + Values.type(value) + " is not supported");
        };
    }

    private static Method<String> cased(UnaryOperator<String> change) {
        return method("", (text, a, budget) -> {
            budget.characters(text.length());
            return change.apply(text);
        });
    }

    private static Object strip(String text, Bound a, boolean left, boolean right, Budget budget) {
        String set = a.findText("chars").orElse(null);
        budget.search(text.length(), set == null ? 1 : set.length());
        return Text.strip(text, set, left, right);
    }

    private static Object split(String text, Bound a, Budget budget) {
        String separator = a.findText("sep").orElse(null);
        long max = a.whole("maxsplit", -1);
        budget.search(text.length(), separator == null ? 1 : separator.length());
        List<Object> parts = separator == null ? Text.words(text, max) : Text.split(text, separator, max);
        budget.step(parts.size());
        return parts;
    }

    /** A test for one string, or for any of a tuple of strings. */
    private static Method<String> affix(String parameter, BiPredicate<String, String> test) {
        return method(parameter, (text, a, budget) -> {
            List<Object> affixes = a.get(parameter) instanceof Tuple several ? several : List.of(a.get(parameter));
            return affixes.stream().anyMatch(affix -> {
                budget.characters(part(affix).length());
                return test.test(text, part(affix));
            });
        });
    }

    private static String part(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw Failure.evaluation("expected a string, not " + Values.type(value));
    }

    /** The items as texts with the separator between them. */
    static String join(String separator, List<Object> items, Budget budget) {
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < items.size(); i++) {
            joined.append(i == 0 ? "" : separator).append(Printer.str(items.get(i), budget));
            budget.fits(joined.length());
        }
        budget.characters(joined.length());
        return joined.toString();
    }
}
