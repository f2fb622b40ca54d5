package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.Expression.Inputs;
import dev.burnish.llm.text.template.Values.Callable;
import dev.burnish.llm.text.template.Values.Namespace;
import dev.burnish.llm.text.template.Values.Tuple;
import dev.burnish.llm.text.template.Values.Undefined;
import dev.burnish.llm.text.template.Values.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Computes the values of expressions. */
final class Evaluator {

    private static final int CHARACTERS_SLICED_PER_STEP = 8;
    private static final String VIEW_HAS_NO_POSITIONS =
            "a range or view of a map has no elements by position; use the filter list";

    private final Budget budget;

    Evaluator(Budget budget) {
        this.budget = budget;
    }

    Object evaluate(Expression expression, Scope scope) {
        try {
            budget.enter();
            Object value = compute(expression, scope);
            budget.leave();
            return value;
        } catch (Failure failure) {
            throw failure.at(expression.line());
        }
    }

    boolean isTrue(Expression expression, Scope scope) {
        return Values.isTrue(evaluate(expression, scope));
    }

    private Object compute(Expression expression, Scope scope) {
        return switch (expression) {
            case Expression.Constant constant -> constant.value();
            case Expression.Name name -> scope.get(name.name());
            case Expression.ListLiteral list -> {
                List<Object> items = all(list.items(), scope);
                yield list.tuple() ? new Tuple(items) : items;
            }
            case Expression.MapLiteral map -> map(map, scope);
            case Expression.Attribute part -> attribute(evaluate(part.target(), scope), part.name());
            case Expression.Item item -> item(evaluate(item.target(), scope), evaluate(item.key(), scope), budget);
            case Expression.Slice slice -> slice(slice, scope);
            case Expression.Call call -> call(evaluate(call.callee(), scope), arguments(call.inputs(), scope));
            case Expression.Filter filter -> {
                Object input = evaluate(filter.input(), scope);
                yield Filters.apply(filter.filter(), input, arguments(filter.inputs(), scope), budget);
            }
            case Expression.Test test -> {
                Object input = evaluate(test.input(), scope);
                yield Tests.apply(test.test(), input, arguments(test.inputs(), scope), budget);
            }
            case Expression.Not not -> !isTrue(not.operand(), scope);
            case Expression.Negative negative -> Operators.negative(evaluate(negative.operand(), scope));
            case Expression.Binary binary -> binary(binary, scope);
            case Expression.Conditional conditional -> conditional(conditional, scope);
        };
    }

    private List<Object> all(List<Expression> expressions, Scope scope) {
        List<Object> values = new ArrayList<>(expressions.size());
        for (Expression expression : expressions) {
            values.add(evaluate(expression, scope));
        }
        return values;
    }

    private Map<String, Object> map(Expression.MapLiteral literal, Scope scope) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < literal.keys().size(); i++) {
            if (!(evaluate(literal.keys().get(i), scope) instanceof String key)) {
                throw Failure.unsupported("only strings are supported as the keys of a map");
            }
            map.put(key, evaluate(literal.values().get(i), scope));
        }
        return map;
    }

    private Object binary(Expression.Binary binary, Scope scope) {
        Object left = evaluate(binary.left(), scope);
        return switch (binary.operator()) {
            case AND -> Values.isTrue(left) ? evaluate(binary.right(), scope) : left;
            case OR -> Values.isTrue(left) ? left : evaluate(binary.right(), scope);
            default -> Operators.apply(binary.operator(), left, evaluate(binary.right(), scope), budget);
        };
    }

    private Object conditional(Expression.Conditional conditional, Scope scope) {
        if (isTrue(conditional.test(), scope)) {
            return evaluate(conditional.then(), scope);
        }
        Expression otherwise = conditional.otherwise();
        return otherwise != null
                ? evaluate(otherwise, scope)
                : new Undefined("the inline if-expression evaluated to false and no else section was defined.");
    }

    Arguments arguments(Inputs inputs, Scope scope) {
        List<Object> positional = all(inputs.positional(), scope);
        Map<String, Object> named = new LinkedHashMap<>();
        inputs.named().forEach((name, value) -> named.put(name, evaluate(value, scope)));
        return new Arguments(positional, named);
    }

    private static Object call(Object callee, Arguments arguments) {
        if (Values.defined(callee) instanceof Callable callable) {
            return callable.call(arguments);
        }
        throw Failure.evaluation("'" + Values.type(callee) + "' object is not callable");
    }

    /** As jinja2: a method or attribute wins over an element of the same name. */
    private Object attribute(Object value, String name) {
        Object attribute = attributeOnly(value, name, budget);
        Object found = attribute == null && value instanceof Map<?, ?> map ? map.get(name) : attribute;
        return found != null ? found : new Undefined(Values.type(value) + " object has no attribute '" + name + "'");
    }

    private static @Nullable Object attributeOnly(Object value, String name, Budget budget) {
        return switch (Values.defined(value)) {
            case Namespace namespace -> namespace.attributes().get(name);
            case Loop loop -> loop.attribute(name);
            case Object other -> Methods.find(other, name, budget);
        };
    }

    /** As jinja2: an element wins over a method or attribute of the same name. */
    static Object item(Object value, Object key, Budget budget) {
        if (value instanceof View) {
            throw Failure.unsupported(VIEW_HAS_NO_POSITIONS);
        }
        Object element = null;
        if (value instanceof Map<?, ?> map && key instanceof String) {
            element = map.get(key);
        } else if (Values.number(key) instanceof Long index) {
            element = at(Values.defined(value), index, budget);
        }
        if (element == null && key instanceof String name) {
            element = attributeOnly(value, name, budget);
        }
        return element != null
                ? element
                : new Undefined(
                        Values.type(Values.defined(value)) + " object has no element " + Printer.repr(key, budget));
    }

    private static @Nullable Object at(Object value, long index, Budget budget) {
        if (value instanceof String text) {
            budget.characters(text.length());
            int length = Text.length(text);
            long at = index < 0 ? index + length : index;
            return at >= 0 && at < length
                    ? Character.toString(text.codePointAt(text.offsetByCodePoints(0, (int) at)))
                    : null;
        }
        if (value instanceof List<?> list) {
            long at = index < 0 ? index + list.size() : index;
            return at >= 0 && at < list.size() ? list.get((int) at) : null;
        }
        return null;
    }

    private Object slice(Expression.Slice slice, Scope scope) {
        Object value = Values.defined(evaluate(slice.target(), scope));
        if (value instanceof View) {
            throw Failure.unsupported(VIEW_HAS_NO_POSITIONS);
        }
        if (!(value instanceof String) && !(value instanceof List)) {
            throw Failure.evaluation("'" + Values.type(value) + "' object cannot be sliced");
        }
        if (value instanceof String text) {
            budget.step(1 + text.length() / CHARACTERS_SLICED_PER_STEP);
            int[] characters = text.codePoints().toArray();
            int[] sliced = positions(slice, characters.length, scope)
                    .map(at -> characters[at])
                    .toArray();
            return new String(sliced, 0, sliced.length);
        }
        List<Object> items = Values.items(value, budget);
        List<Object> sliced =
                positions(slice, items.size(), scope).mapToObj(items::get).toList();
        return value instanceof Tuple ? new Tuple(sliced) : sliced;
    }

    /** Python's {@code slice.indices}. */
    private IntStream positions(Expression.Slice slice, int length, Scope scope) {
        long step = bound(slice.step(), scope).orElse(1);
        if (step == 0) {
            throw Failure.evaluation("slice step cannot be zero");
        }
        int lowest = step > 0 ? 0 : -1;
        int highest = step > 0 ? length : length - 1;
        LongUnaryOperator within = bound -> Math.clamp(bound < 0 ? bound + length : bound, lowest, highest);
        OptionalLong start = bound(slice.start(), scope);
        OptionalLong stop = bound(slice.stop(), scope);
        long first = start.isPresent() ? within.applyAsLong(start.getAsLong()) : step > 0 ? lowest : highest;
        long end = stop.isPresent() ? within.applyAsLong(stop.getAsLong()) : step > 0 ? highest : lowest;
        return LongStream.iterate(first, at -> step > 0 ? at < end : at > end, at -> at + step)
                .mapToInt(Math::toIntExact);
    }

    private OptionalLong bound(@Nullable Expression expression, Scope scope) {
        Object value = expression == null ? Values.None.NONE : evaluate(expression, scope);
        if (value == Values.None.NONE) {
            return OptionalLong.empty();
        }
        if (Values.number(value) instanceof Long bound) {
            // Beyond any length, and still far from an overflow.
            return OptionalLong.of(Math.clamp(bound, Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
        throw Failure.evaluation("slice indices must be integers or None");
    }
}
