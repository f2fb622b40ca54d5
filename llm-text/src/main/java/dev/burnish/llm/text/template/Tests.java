package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.Arguments.Bound;
import dev.burnish.llm.text.template.Expression.Operator;
import dev.burnish.llm.text.template.Values.None;
import dev.burnish.llm.text.template.Values.Undefined;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What may stand after {@code is}. */
final class Tests {

    private static final Map<String, Test> TESTS = all();
    static final Set<String> NAMES = TESTS.keySet();

    private Tests() {}

    private interface Body {
        boolean test(Object value, Bound arguments, Budget budget);
    }

    private record Test(List<String> parameters, Body body) {}

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
        tests.put("odd", new Test(List.of(), (value, a, budget) -> remainder(value, 2L, budget) == 1));
        tests.put("even", new Test(List.of(), (value, a, budget) -> remainder(value, 2L, budget) == 0));
        tests.put(
                "divisibleby",
                new Test(List.of("num"), (value, a, budget) -> remainder(value, a.get("num"), budget) == 0));
        tests.put("in", relation(Operator.IN));
        tests.put("eq", relation(Operator.EQUAL));
        tests.put("equalto", relation(Operator.EQUAL));
        tests.put("==", relation(Operator.EQUAL));
        tests.put("ne", relation(Operator.NOT_EQUAL));
        tests.put("!=", relation(Operator.NOT_EQUAL));
        return Map.copyOf(tests);
    }

    private static Test simple(Predicate<Object> predicate) {
        return new Test(List.of(), (value, a, budget) -> predicate.test(value));
    }

    private static Test relation(Operator operator) {
        return new Test(
                List.of("other"),
                (value, a, budget) -> Values.isTrue(Operators.apply(operator, value, a.get("other"), budget)));
    }

    private static long remainder(Object value, Object divisor, Budget budget) {
        return (Long) Operators.apply(Operator.MODULO, value, divisor, budget);
    }
}
