package dev.burnish.llm.text.template;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of a rendering and what Python says of them. A value is {@link None}, a Boolean, Long, Double or String, a List of values, a
 * Map of values by name, or one of the types below. Lists and maps never change once made.
 */
final class Values {

    private Values() {}

    enum None {
        NONE
    }

    /** What a missing name or element gives. It may be printed, tested and looped over; anything else fails with the message. */
    record Undefined(String message) {

        Failure failure() {
            return Failure.evaluation(message);
        }
    }

    /** A Python tuple. */
    static final class Tuple extends AbstractList<Object> {

        private final List<Object> items;

        Tuple(List<Object> items) {
            this.items = items;
        }

        @Override
        public Object get(int index) {
            return items.get(index);
        }

        @Override
        public int size() {
            return items.size();
        }
    }

    /** What {@code range()} and a map's {@code items()} give: it can be looped over and counted, and that is all. */
    record View(List<Object> items) {}

    /** What a filter such as {@code map} gives: it can be looped over once. */
    record Generator(Iterator<Object> items) {}

    /** The one thing that a template can change. */
    record Namespace(Map<String, Object> attributes) {}

    /** A function, macro or bound method. */
    interface Callable {

        Object call(Arguments arguments);
    }

    /**
     * The value of plain Java data: null, Boolean, Integer, Long, Double, String, List and Map with String keys.
     *
     * @param path what to call it in an error
     */
    static Object of(@Nullable Object data, String path, Budget budget) {
        budget.enter();
        Object value = switch (data) {
            case null -> None.NONE;
            case String text -> text;
            case Boolean flag -> flag;
            case Long number -> number;
            case Integer number -> number.longValue();
            case Double number -> number;
            case List<?> list -> list(list, path, budget);
            case Map<?, ?> map -> map(map, path, budget);
            default ->
                throw Failure.evaluation(path + " is a " + data.getClass().getName()
                        + "; a template takes null, booleans, numbers, strings, lists and maps");
        };
        budget.leave();
        return value;
    }

    private static List<Object> list(List<?> list, String path, Budget budget) {
        List<Object> values = new ArrayList<>(list.size());
        for (Object item : list) {
            values.add(of(item, path + "[" + values.size() + "]", budget));
        }
        return values;
    }

    private static Map<String, Object> map(Map<?, ?> map, String path, Budget budget) {
        Map<String, Object> values = LinkedHashMap.newLinkedHashMap(map.size());
        map.forEach((key, value) -> {
            if (!(key instanceof String name)) {
                throw Failure.evaluation(path + " has the key " + key + "; keys must be strings");
            }
            values.put(name, of(value, path + "." + name, budget));
        });
        return values;
    }

    /** Python's name of the value's type. */
    static String type(Object value) {
        return switch (value) {
            case None none -> "NoneType";
            case Boolean flag -> "bool";
            case Long number -> "int";
            case Double number -> "float";
            case String text -> "str";
            case Tuple tuple -> "tuple";
            case List<?> list -> "list";
            case Map<?, ?> map -> "dict";
            case Callable callable -> "function";
            default -> value.getClass().getSimpleName();
        };
    }

    /** The value, unless it is undefined. */
    static Object defined(Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        return value;
    }

    static boolean isTrue(Object value) {
        return switch (value) {
            case None none -> false;
            case Undefined undefined -> false;
            case Boolean flag -> flag;
            case Long number -> number != 0;
            case Double number -> number != 0;
            case String text -> !text.isEmpty();
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            case View view -> !view.items().isEmpty();
            default -> true;
        };
    }

    static long length(Object value, Budget budget) {
        return switch (value) {
            case Undefined undefined -> 0;
            case String text -> {
                budget.characters(text.length());
                yield Text.length(text);
            }
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case View view -> view.items().size();
            default -> throw Failure.evaluation("object of type '" + type(value) + "' has no len()");
        };
    }

    static boolean isIterable(Object value) {
        return value instanceof String
                || value instanceof List
                || value instanceof Map
                || value instanceof View
                || value instanceof Generator
                || value instanceof Undefined;
    }

    static Iterator<Object> iterator(Object value, Budget budget) {
        return value instanceof Generator generator
                ? generator.items()
                : items(value, budget).iterator();
    }

    /** All elements, paid for; those of a generator are gone afterwards. */
    static List<Object> items(Object value, Budget budget) {
        List<Object> items = switch (value) {
            case Undefined undefined -> List.of();
            case String text -> {
                budget.step(text.length());
                yield Text.characters(text);
            }
            case Map<?, ?> map -> new ArrayList<>(map.keySet());
            case View view -> view.items();
            case Generator generator -> {
                List<Object> rest = new ArrayList<>();
                generator.items().forEachRemaining(rest::add);
                yield rest;
            }
            case List<?> list -> asList(list);
            default -> throw Failure.evaluation("'" + type(value) + "' object is not iterable");
        };
        budget.step(1L + items.size());
        return items;
    }

    /** The keys and values of a map as tuples. */
    static List<Object> entries(Map<?, ?> map, Budget budget) {
        budget.step(1L + map.size());
        List<Object> entries = new ArrayList<>(map.size());
        map.forEach((key, value) -> entries.add(new Tuple(List.of(key, value))));
        return entries;
    }

    static List<Object> asList(List<?> list) {
        return Collections.unmodifiableList(list);
    }

    /** The number behind a number or boolean, else null. */
    static @Nullable Number number(Object value) {
        return switch (value) {
            case Boolean flag -> flag ? 1L : 0L;
            case Long number -> number;
            case Double number -> number;
            default -> null;
        };
    }
}
