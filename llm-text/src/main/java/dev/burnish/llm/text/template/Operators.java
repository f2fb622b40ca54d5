package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.Expression.Operator;
import dev.burnish.llm.text.template.Values.Tuple;
import dev.burnish.llm.text.template.Values.Undefined;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Python's operators on two values. Whole numbers have 64 bits; what does not fit is refused. */
final class Operators {

    private Operators() {}

    /** @param operator any but {@code and} and {@code or}, which do not always look at both values */
    static Object apply(Operator operator, Object left, Object right, Budget budget) {
        return switch (operator) {
            case EQUAL -> equal(left, right, budget);
            case NOT_EQUAL -> !equal(left, right, budget);
            case IN -> contains(right, left, budget);
            case NOT_IN -> !contains(right, left, budget);
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> ordered(operator, left, right, budget);
            case CONCATENATE -> join(Printer.str(left, budget), Printer.str(right, budget), budget);
            default -> arithmetic(operator, Values.defined(left), Values.defined(right), budget);
        };
    }

    private static Object arithmetic(Operator operator, Object left, Object right, Budget budget) {
        Number a = Values.number(left);
        Number b = Values.number(right);
        if (a != null && b != null) {
            return a instanceof Long x && b instanceof Long y
                    ? whole(operator, x, y)
                    : floating(operator, a.doubleValue(), b.doubleValue());
        }
        if (operator == Operator.ADD && left instanceof String s && right instanceof String t) {
            return join(s, t, budget);
        }
        if (operator == Operator.ADD && isPlainList(left) && isPlainList(right)) {
            List<Object> joined = new ArrayList<>(Values.items(left, budget));
            joined.addAll(Values.items(right, budget));
            return joined;
        }
        if (operator == Operator.MULTIPLY && left instanceof String text && b instanceof Long times) {
            return repeat(text, times, budget);
        }
        if (operator == Operator.MULTIPLY && a instanceof Long times && right instanceof String text) {
            return repeat(text, times, budget);
        }
        if ((left instanceof List && b instanceof Long) || (a instanceof Long && right instanceof List)) {
            throw Failure.unsupported("lists cannot be repeated");
        }
        throw unsupported(operator, left, right);
    }

    private static boolean isPlainList(Object value) {
        return value instanceof List && !(value instanceof Tuple);
    }

    private static Failure unsupported(Operator operator, Object left, Object right) {
        return Failure.evaluation("unsupported operand types for " + operator.symbol + ": '" + Values.type(left)
                + "' and '" + Values.type(right) + "'");
    }

    private static String join(String left, String right, Budget budget) {
        budget.characters((long) left.length() + right.length());
        return left + right;
    }

    private static String repeat(String text, long times, Budget budget) {
        long count = Math.clamp(times, 0, Integer.MAX_VALUE);
        budget.characters(text.length() * count);
        return text.isEmpty() ? "" : text.repeat((int) count);
    }

    private static Object whole(Operator operator, long a, long b) {
        try {
            return switch (operator) {
                case ADD -> Math.addExact(a, b);
                case SUBTRACT -> Math.subtractExact(a, b);
                case MULTIPLY -> Math.multiplyExact(a, b);
                default -> Math.floorMod(a, b);
            };
        } catch (ArithmeticException e) {
            throw operator == Operator.MODULO
                    ? Failure.evaluation("division by zero")
                    : Failure.unsupported("a whole number needs more than 64 bits");
        }
    }

    private static Object floating(Operator operator, double a, double b) {
        return switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            default -> throw Failure.unsupported("% is supported for whole numbers only");
        };
    }

    static Object negative(Object value) {
        return switch (Values.number(Values.defined(value))) {
            case Long number -> whole(Operator.SUBTRACT, 0, number);
            case Double number -> -number;
            case null, default ->
                throw Failure.evaluation("bad operand type for unary -: '" + Values.type(value) + "'");
        };
    }

    static boolean equal(Object left, Object right, Budget budget) {
        budget.enter();
        boolean equal = equalAtThisLevel(left, right, budget);
        budget.leave();
        return equal;
    }

    // What is left at the end has identity only, as in Python.
    @SuppressWarnings("ReferenceEquality")
    private static boolean equalAtThisLevel(Object left, Object right, Budget budget) {
        Number a = Values.number(left);
        Number b = Values.number(right);
        if (a != null && b != null) {
            return (a instanceof Long && b instanceof Long) ? a.equals(b) : a.doubleValue() == b.doubleValue();
        }
        if (left instanceof String s && right instanceof String t) {
            budget.characters(Math.min(s.length(), t.length()));
            return s.equals(t);
        }
        if (left instanceof List<?> s && right instanceof List<?> t) {
            if (isPlainList(left) != isPlainList(right) || s.size() != t.size()) {
                return false;
            }
            for (int i = 0; i < s.size(); i++) {
                if (!equal(s.get(i), t.get(i), budget)) {
                    return false;
                }
            }
            return true;
        }
        if (left instanceof Map<?, ?> s && right instanceof Map<?, ?> t) {
            return s.size() == t.size()
                    && s.entrySet().stream().allMatch(entry -> {
                        Object other = t.get(entry.getKey());
                        return other != null && equal(entry.getValue(), other, budget);
                    });
        }
        return left instanceof Undefined ? right instanceof Undefined : left == right;
    }

    private static boolean ordered(Operator operator, Object left, Object right, Budget budget) {
        Number a = Values.number(Values.defined(left));
        Number b = Values.number(Values.defined(right));
        int order;
        if (a instanceof Long x && b instanceof Long y) {
            order = x.compareTo(y);
        } else if (a != null && b != null) {
            double x = a.doubleValue();
            double y = b.doubleValue();
            if (Double.isNaN(x) || Double.isNaN(y)) {
                return false;
            }
            order = x < y ? -1 : x > y ? 1 : 0;
        } else if (left instanceof String s && right instanceof String t) {
            budget.characters((long) s.length() + t.length());
            order = Text.compare(s, t);
        } else {
            throw Failure.evaluation("'" + operator.symbol + "' not supported between instances of '"
                    + Values.type(left) + "' and '" + Values.type(right) + "'");
        }
        return switch (operator) {
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            default -> order >= 0;
        };
    }

    static boolean contains(Object container, Object value, Budget budget) {
        if (container instanceof String text) {
            if (!(value instanceof String part)) {
                throw Failure.evaluation("'in <string>' requires string as left operand, not " + Values.type(value));
            }
            budget.search(text.length(), part.length());
            return text.contains(part);
        }
        if (container instanceof Map<?, ?> map) {
            if (value instanceof Map || isPlainList(value)) {
                throw Failure.evaluation("unhashable type: '" + Values.type(value) + "'");
            }
            return value instanceof String && map.containsKey(value);
        }
        Iterator<Object> items = Values.iterator(container, budget);
        while (items.hasNext()) {
            if (equal(items.next(), value, budget)) {
                return true;
            }
        }
        return false;
    }
}
