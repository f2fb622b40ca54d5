package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.Values.Generator;
import dev.burnish.llm.text.template.Values.Range;
import dev.burnish.llm.text.template.Values.Tuple;
import dev.burnish.llm.text.template.Values.Undefined;
import dev.burnish.llm.text.template.Values.View;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Python's equality, order and membership. */
final class Relations {

    private Relations() {}

    enum Relation {
        EQUAL("=="),
        NOT_EQUAL("!="),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">="),
        IN("in"),
        NOT_IN("not in");

        final String symbol;

        Relation(String symbol) {
            this.symbol = symbol;
        }
    }

    static boolean holds(Relation relation, Object left, Object right, Budget budget) {
        return switch (relation) {
            case EQUAL -> equal(left, right, budget);
            case NOT_EQUAL -> !equal(left, right, budget);
            case IN -> contains(right, left, budget);
            case NOT_IN -> !contains(right, left, budget);
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> {
                boolean orderable = !isNan(left) && !isNan(right);
                int order = compare(left, right, relation.symbol, budget);
                yield orderable
                        && switch (relation) {
                            case LESS -> order < 0;
                            case LESS_OR_EQUAL -> order <= 0;
                            case GREATER -> order > 0;
                            default -> order >= 0;
                        };
            }
        };
    }

    private static boolean isNan(Object value) {
        return value instanceof Double number && number.isNaN();
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
            return !isNan(left) && !isNan(right) && Values.compareNumbers(a, b) == 0;
        }
        if (left instanceof String s && right instanceof String t) {
            budget.step(Math.min(s.length(), t.length()) / Budget.CHARACTERS_PER_STEP);
            return s.equals(t);
        }
        if (left instanceof List<?> s && right instanceof List<?> t) {
            return left instanceof Tuple == right instanceof Tuple
                    && left instanceof Range == right instanceof Range
                    && s.size() == t.size()
                    && firstDifference(Values.asList(s), Values.asList(t), budget) == s.size();
        }
        if (left instanceof Map<?, ?> s && right instanceof Map<?, ?> t) {
            return s.size() == t.size()
                    && s.entrySet().stream().allMatch(entry -> {
                        Object other = t.get(entry.getKey());
                        return other != null && equal(entry.getValue(), other, budget);
                    });
        }
        if (left instanceof Undefined || left instanceof Values.None) {
            return left.getClass() == right.getClass();
        }
        return left == right;
    }

    /** The first position at which the lists differ, or the length of the shorter one. */
    private static int firstDifference(List<Object> left, List<Object> right, Budget budget) {
        int length = Math.min(left.size(), right.size());
        for (int i = 0; i < length; i++) {
            if (!equal(left.get(i), right.get(i), budget)) {
                return i;
            }
        }
        return length;
    }

    /** Negative, zero or positive; fails if Python gives the values no order. */
    static int compare(Object left, Object right, String symbol, Budget budget) {
        Number a = Values.number(left);
        Number b = Values.number(right);
        if (a != null && b != null) {
            return Values.compareNumbers(a, b);
        }
        if (left instanceof String s && right instanceof String t) {
            budget.step(Math.min(s.length(), t.length()) / Budget.CHARACTERS_PER_STEP);
            return compareTexts(s, t);
        }
        boolean tuples = left instanceof Tuple && right instanceof Tuple;
        if (tuples || (Values.isPlainList(left) && Values.isPlainList(right))) {
            List<Object> s = Values.asList((List<?>) left);
            List<Object> t = Values.asList((List<?>) right);
            budget.enter();
            int at = firstDifference(s, t, budget);
            int order = at == Math.min(s.size(), t.size())
                    ? Integer.compare(s.size(), t.size())
                    : compare(s.get(at), t.get(at), symbol, budget);
            budget.leave();
            return order;
        }
        if (left instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (right instanceof Undefined undefined) {
            throw undefined.failure();
        }
        throw Failure.evaluation("'" + symbol + "' not supported between instances of '" + Values.type(left) + "' and '"
                + Values.type(right) + "'");
    }

    /** By code points, as Python does; Java's own order of surrogates differs. */
    private static int compareTexts(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean surrogates = Character.isSurrogate(a) != Character.isSurrogate(b);
                return surrogates ? (Character.isSurrogate(a) ? 1 : -1) : Character.compare(a, b);
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    static boolean contains(Object container, Object value, Budget budget) {
        return switch (container) {
            case String text -> {
                if (!(value instanceof String part)) {
                    throw Failure.evaluation(
                            "'in <string>' requires string as left operand, not " + Values.type(value));
                }
                budget.search(text, part);
                yield text.contains(part);
            }
            case Map<?, ?> map -> map.containsKey(Values.key(value));
            case List<?> list -> containsEqual(Values.asList(list).iterator(), value, budget);
            case View view -> containsEqual(view.items().iterator(), value, budget);
            case Generator generator -> containsEqual(generator.items(), value, budget);
            case Undefined undefined -> false;
            default -> throw Failure.evaluation("argument of type '" + Values.type(container) + "' is not iterable");
        };
    }

    private static boolean containsEqual(Iterator<Object> items, Object value, Budget budget) {
        while (items.hasNext()) {
            if (equal(items.next(), value, budget)) {
                return true;
            }
        }
        return false;
    }
}
