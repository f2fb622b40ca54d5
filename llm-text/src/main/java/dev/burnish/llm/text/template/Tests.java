package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.Arguments.Bound;
import dev.burnish.llm.text.template.Operators.Binary;
import dev.burnish.llm.text.template.Relations.Relation;
import dev.burnish.llm.text.template.Values.Callable;
import dev.burnish.llm.text.template.Values.None;
import dev.burnish.llm.text.template.Values.Undefined;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** What may stand after {@code is}. */
final class Tests {

    private static final String OTHER = "other";
    private static final Map<String, Test> TESTS = all();

    private Tests() {}

    private interface Body {
        boolean test(Object value, Bound arguments, Budget budget);
    }

    private record Test(List<String> parameters, Body body) {}

    static boolean exists(String name) {
        return TESTS.containsKey(name);
    }

    static boolean apply(String name, Object value, Arguments arguments, Budget budget) {
        Test test = TESTS.get(name);
        if (test == null) {
            throw Failure.unsupported("there is no test '" + name + "'");
        }
        return test.body().test(value, arguments.bind(test.parameters()), budget);
    }

    private static Map<String, Test> all() {
        Map<String, Test> tests = new HashMap<>();
        tests.put("defined", simple(value -> !(value instanceof Undefined)));
        tests.put("undefined", simple(value -> value instanceof Undefined));
        tests.put("none", simple(value -> value == None.NONE));
        tests.put("boolean", simple(value -> value instanceof Boolean));
        tests.put("true", simple(Boolean.TRUE::equals));
        tests.put("false", simple(Boolean.FALSE::equals));
        tests.put("integer", simple(value -> value instanceof Long));
        tests.put("float", simple(value -> value instanceof Double));
        tests.put("number", simple(value -> Values.number(value) != null));
        tests.put("string", simple(value -> value instanceof String));
        tests.put("mapping", simple(value -> value instanceof Map));
        tests.put("iterable", simple(value -> Values.isIterable(value) || value instanceof Loop));
        tests.put(
                "sequence",
                simple(value -> value instanceof String
                        || value instanceof List
                        || value instanceof Map
                        || value instanceof Undefined));
        tests.put("callable", simple(value -> value instanceof Callable || value instanceof Undefined));
        tests.put("escaped", simple(value -> false));
        tests.put("lower", cased(Character::isLowerCase, Character::isUpperCase));
        tests.put("upper", cased(Character::isUpperCase, Character::isLowerCase));
        tests.put("filter", simple(value -> value instanceof String name && Filters.exists(name)));
        tests.put("test", simple(value -> value instanceof String name && exists(name)));
        tests.put(
                "odd",
                new Test(
                        List.of(),
                        (value, a, budget) -> remainder(value, 2L, budget).equals(1L)));
        tests.put(
                "even",
                new Test(
                        List.of(),
                        (value, a, budget) -> remainder(value, 2L, budget).equals(0L)));
        tests.put(
                "divisibleby",
                new Test(List.of("num"), (value, a, budget) -> !Values.isTrue(remainder(value, a.get("num"), budget))));
        tests.put("sameas", new Test(List.of(OTHER), (value, a, budget) -> sameAs(value, a.get(OTHER))));
        tests.put(
                "in", new Test(List.of("seq"), (value, a, budget) -> Relations.contains(a.get("seq"), value, budget)));
        relation(tests, Relation.EQUAL, "eq", "equalto");
        relation(tests, Relation.NOT_EQUAL, "ne");
        relation(tests, Relation.LESS, "lt", "lessthan");
        relation(tests, Relation.LESS_OR_EQUAL, "le");
        relation(tests, Relation.GREATER, "gt", "greaterthan");
        relation(tests, Relation.GREATER_OR_EQUAL, "ge");
        return Map.copyOf(tests);
    }

    private static Test simple(Predicate<Object> predicate) {
        return new Test(List.of(), (value, a, budget) -> predicate.test(value));
    }

    private static Test cased(IntPredicate wanted, IntPredicate unwanted) {
        return new Test(List.of(), (value, a, budget) -> {
            String text = Printer.str(value, budget);
            budget.characters(text.length());
            return text.codePoints().anyMatch(wanted) && text.codePoints().noneMatch(unwanted);
        });
    }

    private static void relation(Map<String, Test> tests, Relation relation, String... names) {
        Test test =
                new Test(List.of(OTHER), (value, a, budget) -> Relations.holds(relation, value, a.get(OTHER), budget));
        tests.put(relation.symbol, test);
        for (String name : names) {
            tests.put(name, test);
        }
    }

    private static Object remainder(Object value, Object divisor, Budget budget) {
        Object remainder = Operators.apply(Binary.MODULO, value, divisor, budget);
        return remainder instanceof Double number && number == Math.rint(number)
                ? (Object) number.longValue()
                : remainder;
    }

    /** Identity as far as a template can rely on it: equal booleans and None are the same object, equal texts may be. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean sameAs(Object value, Object other) {
        return value instanceof Boolean ? value.equals(other) : value == other;
    }
}
