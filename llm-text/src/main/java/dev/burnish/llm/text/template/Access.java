package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.Values.Namespace;
import dev.burnish.llm.text.template.Values.None;
import dev.burnish.llm.text.template.Values.Range;
import dev.burnish.llm.text.template.Values.Tuple;
import dev.burnish.llm.text.template.Values.Undefined;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reading a part of a value: {@code value.name}, {@code value[key]} and {@code value[start:stop:step]}. */
final class Access {

    private Access() {}

    /** As jinja2: a method or attribute wins over an element of the same name. */
    static Object attribute(Object value, String name, Budget budget) {
        Object attribute = attributeOnly(value, name, budget);
        if (attribute != null) {
            return attribute;
        }
        Object element = value instanceof Map<?, ?> map ? map.get(name) : null;
        return element != null ? element : missing(value, "attribute '" + name + "'");
    }

    private static @Nullable Object attributeOnly(Object value, String name, Budget budget) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (name.startsWith("__") && name.endsWith("__")) {
            return Methods.unsafe(value, name);
        }
        return switch (value) {
            case Namespace namespace -> namespace.attributes().get(name);
            case Loop loop -> loop.attribute(name);
            default -> Methods.find(value, name, budget);
        };
    }

    /** As jinja2: an element wins over a method or attribute of the same name. */
    static Object item(Object value, Object key, Budget budget) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        Object element = null;
        if (value instanceof Map<?, ?> map && !(key instanceof List) && !(key instanceof Map)) {
            element = map.get(Values.key(key));
        } else if (Values.number(key) instanceof Long index) {
            element = at(value, index, budget);
        }
        if (element == null && key instanceof String name) {
            element = attributeOnly(value, name, budget);
        }
        return element != null ? element : missing(value, "element " + Printer.repr(key, budget));
    }

    private static Undefined missing(Object value, String part) {
        return new Undefined(Values.type(value) + " object has no " + part);
    }

    private static @Nullable Object at(Object value, long index, Budget budget) {
        if (value instanceof String text) {
            budget.characters(text.length());
            long at = index < 0 ? index + Text.length(text) : index;
            boolean inside = at >= 0 && at < Text.length(text);
            return inside ? Character.toString(text.codePointAt(text.offsetByCodePoints(0, (int) at))) : null;
        }
        if (value instanceof List<?> list) {
            long at = index < 0 ? index + list.size() : index;
            return at >= 0 && at < list.size() ? list.get((int) at) : null;
        }
        return null;
    }

    /** Bounds that are null or None are left out. */
    static Object slice(
            Object value, @Nullable Object start, @Nullable Object stop, @Nullable Object step, Budget budget) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (!(value instanceof String) && !(value instanceof List)) {
            throw Failure.evaluation("'" + Values.type(value) + "' object cannot be sliced");
        }
        if (!isBound(start) || !isBound(stop) || !isBound(step)) {
            throw Failure.evaluation("slice indices must be integers or None");
        }
        long stride = bound(step, 1);
        if (stride == 0) {
            throw Failure.evaluation("slice step cannot be zero");
        }
        if (value instanceof String text) {
            return slice(text, start, stop, stride, budget);
        }
        List<Object> list = Values.asList((List<?>) value);
        Range positions = positions(list.size(), start, stop, stride);
        if (value instanceof Range range) {
            long every = range.step * Math.clamp(stride, Integer.MIN_VALUE, Integer.MAX_VALUE);
            return new Range(
                    range.start + positions.start * range.step, range.start + positions.stop * range.step, every);
        }
        budget.step(positions.size());
        List<Object> items = new ArrayList<>(positions.size());
        positions.forEach(position -> items.add(list.get(((Long) position).intValue())));
        return value instanceof Tuple ? new Tuple(items) : items;
    }

    private static String slice(
            String text, @Nullable Object start, @Nullable Object stop, long stride, Budget budget) {
        budget.characters(text.length());
        Range positions = positions(Text.length(text), start, stop, stride);
        if (positions.isEmpty()) {
            return "";
        }
        if (stride == 1) {
            int from = text.offsetByCodePoints(0, (int) positions.start);
            return text.substring(from, text.offsetByCodePoints(from, positions.size()));
        }
        int[] codePoints = text.codePoints().toArray();
        StringBuilder sliced = new StringBuilder();
        positions.forEach(position -> sliced.appendCodePoint(codePoints[((Long) position).intValue()]));
        return sliced.toString();
    }

    private static boolean isBound(@Nullable Object bound) {
        return bound == null || bound == None.NONE || Values.number(bound) instanceof Long;
    }

    private static long bound(@Nullable Object bound, long absent) {
        return bound != null && Values.number(bound) instanceof Long number ? number : absent;
    }

    /** Python's {@code slice.indices}. */
    private static Range positions(int length, @Nullable Object start, @Nullable Object stop, long stride) {
        long lowest = stride > 0 ? 0 : -1;
        long highest = stride > 0 ? length : length - 1L;
        long first = bound(start, stride > 0 ? lowest : highest);
        long last = bound(stop, stride > 0 ? highest : lowest);
        boolean firstGiven = start != null && start != None.NONE;
        boolean lastGiven = stop != null && stop != None.NONE;
        first = firstGiven && first < 0 ? first + length : first;
        last = lastGiven && last < 0 ? last + length : last;
        return new Range(Math.clamp(first, lowest, highest), Math.clamp(last, lowest, highest), stride);
    }
}
