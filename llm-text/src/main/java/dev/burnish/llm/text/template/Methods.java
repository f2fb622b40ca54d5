package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.Arguments.Bound;
import dev.burnish.llm.text.template.Values.Callable;
import dev.burnish.llm.text.template.Values.None;
import dev.burnish.llm.text.template.Values.Tuple;
import dev.burnish.llm.text.template.Values.Undefined;
import dev.burnish.llm.text.template.Values.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The methods of strings, maps, lists and tuples. A method that would change its object does not exist, as in jinja2's immutable sandbox. */
final class Methods {

    /** What Python's strings have beyond {@link #TEXT}: they are defined, but calling one is refused. */
    private static final Set<String> OTHER_TEXT_METHODS = Set.of(
            "casefold center encode expandtabs format_map index isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper ljust maketrans partition rindex rjust rpartition swapcase translate zfill"
                    .split(" "));

    private static final Set<String> CHANGES_LIST =
            Set.of("append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort");
    private static final Set<String> CHANGES_MAP = Set.of("clear", "pop", "popitem", "setdefault", "update");

    private static final Map<String, Method<String>> TEXT = textMethods();

    private static final Map<String, Method<Map<?, ?>>> MAP = Map.of(
            "get",
                    method("key default", (map, a, budget) -> {
                        Object found = map.get(Values.key(a.get("key")));
                        return found != null ? found : a.find("default").orElse(None.NONE);
                    }),
            "items", method("", (map, a, budget) -> new View("dict_items", entries(map, budget))),
            "keys", method("", (map, a, budget) -> new View("dict_keys", Values.items(map, budget))),
            "values",
                    method("", (map, a, budget) -> {
                        budget.step(map.size());
                        return new View("dict_values", new ArrayList<>(map.values()));
                    }),
            "copy", method("", (map, a, budget) -> map));

    private static final Map<String, Method<List<?>>> LIST = Map.of(
            "copy", method("", (list, a, budget) -> list),
            "count",
                    method(
                            "value",
                            (list, a, budget) -> list.stream()
                                    .filter(item -> Relations.equal(item, a.get("value"), budget))
                                    .count()),
            "index",
                    method("value", (list, a, budget) -> {
                        for (int i = 0; i < list.size(); i++) {
                            if (Relations.equal(list.get(i), a.get("value"), budget)) {
                                return (long) i;
                            }
                        }
                        throw Failure.evaluation("the value is not in the list");
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
        return new Method<>(parameters.isEmpty() ? List.of() : List.of(parameters.split(" ")), body);
    }

    /** The named method bound to the value; Undefined if the sandbox forbids it; null if there is none. */
    static @Nullable Object find(Object value, String name, Budget budget) {
        return switch (value) {
            case String text -> ofText(text, name, budget);
            case Map<?, ?> map when CHANGES_MAP.contains(name) -> unsafe(value, name);
            case Map<?, ?> map when MAP.containsKey(name) -> MAP.get(name).bind(map, budget);
            case Map<?, ?> map when name.equals("fromkeys") -> unsupported(value, name);
            case List<?> list when Values.isPlainList(list) && CHANGES_LIST.contains(name) -> unsafe(value, name);
            case List<?> list
            when LIST.containsKey(name) && (!name.equals("copy") || Values.isPlainList(list)) ->
                LIST.get(name).bind(list, budget);
            default -> null;
        };
    }

    private static @Nullable Object ofText(String text, String name, Budget budget) {
        if (name.equals("format")) {
            return (Callable) arguments -> Formats.braces(text, arguments, budget);
        }
        Method<String> method = TEXT.get(name);
        if (method != null) {
            return method.bind(text, budget);
        }
        return OTHER_TEXT_METHODS.contains(name) ? unsupported(text, name) : null;
    }

    private static Callable unsupported(Object value, String name) {
        return arguments -> {
            throw Failure.unsupported("the method " + name + " of " + Values.type(value) + " is not supported");
        };
    }

    static Undefined unsafe(Object value, String name) {
        return new Undefined("access to attribute '" + name + "' of '" + Values.type(value) + "' object is unsafe");
    }

    static List<Object> entries(Map<?, ?> map, Budget budget) {
        budget.step(map.size());
        List<Object> entries = new ArrayList<>(map.size());
        map.forEach((key, value) -> entries.add(Tuple.of(key, value)));
        return entries;
    }

    private static Map<String, Method<String>> textMethods() {
        Map<String, Method<String>> methods = new HashMap<>();
        methods.put("strip", method("chars", (text, a, budget) -> strip(text, a, true, true, budget)));
        methods.put("lstrip", method("chars", (text, a, budget) -> strip(text, a, true, false, budget)));
        methods.put("rstrip", method("chars", (text, a, budget) -> strip(text, a, false, true, budget)));
        methods.put("split", method("sep maxsplit", (text, a, budget) -> split(text, a, false, budget)));
        methods.put("rsplit", method("sep maxsplit", (text, a, budget) -> split(text, a, true, budget)));
        methods.put("splitlines", method("keepends", (text, a, budget) -> {
            budget.step(text.length());
            return Text.lines(text, a.flag("keepends"));
        }));
        methods.put("startswith", method("prefix", (text, a, budget) -> {
            return anyOf(a.get("prefix")).stream().anyMatch(prefix -> text.startsWith(part(prefix)));
        }));
        methods.put("endswith", method("suffix", (text, a, budget) -> {
            return anyOf(a.get("suffix")).stream().anyMatch(suffix -> text.endsWith(part(suffix)));
        }));
        methods.put("removeprefix", method("prefix", (text, a, budget) -> {
            String prefix = a.text("prefix");
            return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
        }));
        methods.put("removesuffix", method("suffix", (text, a, budget) -> {
            String suffix = a.text("suffix");
            return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
        }));
        methods.put("find", method("sub", (text, a, budget) -> {
            budget.search(text, a.text("sub"));
            return position(text, text.indexOf(a.text("sub")));
        }));
        methods.put("rfind", method("sub", (text, a, budget) -> {
            budget.search(text, a.text("sub"));
            return position(text, text.lastIndexOf(a.text("sub")));
        }));
        methods.put("count", method("sub", (text, a, budget) -> {
            budget.search(text, a.text("sub"));
            String sub = a.text("sub");
            return sub.isEmpty()
                    ? Text.length(text) + 1L
                    : Text.split(text, sub, -1, false).size() - 1L;
        }));
        methods.put("replace", method("old new count", (text, a, budget) -> {
            return Text.replace(text, a.text("old"), a.text("new"), a.whole("count", -1), budget);
        }));
        methods.put("join", method("iterable", (text, a, budget) -> {
            List<Object> items = Values.items(a.get("iterable"), budget);
            items.forEach(Methods::part);
            return join(text, items, budget);
        }));
        methods.put("upper", cased(Text::upper));
        methods.put("lower", cased(Text::lower));
        methods.put("capitalize", cased(Text::capitalize));
        methods.put("title", cased(Text::title));
        return methods;
    }

    private static Method<String> cased(java.util.function.UnaryOperator<String> change) {
        return method("", (text, a, budget) -> {
            budget.characters(text.length());
            return change.apply(text);
        });
    }

    private static Object strip(String text, Bound a, boolean left, boolean right, Budget budget) {
        String set = a.findText("chars").orElse(null);
        budget.search(text, set == null ? "" : set);
        return Text.strip(text, set, left, right);
    }

    private static Object split(String text, Bound a, boolean fromRight, Budget budget) {
        String separator = a.findText("sep").orElse(null);
        long max = a.whole("maxsplit", -1);
        budget.search(text, separator == null ? "" : separator);
        List<Object> parts =
                separator == null ? Text.words(text, max, fromRight) : Text.split(text, separator, max, fromRight);
        budget.step(parts.size());
        return parts;
    }

    private static List<Object> anyOf(Object affix) {
        return affix instanceof Tuple several ? several : List.of(affix);
    }

    private static String part(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw Failure.evaluation("expected a string, not " + Values.type(value));
    }

    private static long position(String text, int index) {
        return index < 0 ? -1 : text.codePointCount(0, index);
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
