package dev.burnish.llm.text.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a filter, test, method or function was called with. */
record Arguments(List<Object> positional, Map<String, Object> named) {

    /** Names of parameters, written with spaces between. */
    static List<String> names(String parameters) {
        return parameters.isEmpty() ? List.of() : List.of(parameters.split(" "));
    }

    /** These arguments under the names of the parameters; fails if there are others. */
    Bound bind(List<String> parameters) {
        if (positional.size() > parameters.size()) {
            throw Failure.evaluation("takes at most " + parameters.size() + " arguments, not " + positional.size());
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < positional.size(); i++) {
            values.put(parameters.get(i), positional.get(i));
        }
        named.forEach((name, value) -> {
            if (!parameters.contains(name)) {
                throw Failure.evaluation("takes no argument named '" + name + "'");
            }
            if (values.put(name, value) != null) {
                throw Failure.evaluation("got two values for the argument '" + name + "'");
            }
        });
        return new Bound(values);
    }

    /** Without the first of the positional arguments. */
    Arguments rest(int skipped) {
        int from = Math.min(skipped, positional.size());
        return new Arguments(positional.subList(from, positional.size()), named);
    }

    /** Arguments by the name of their parameter. Python's None counts as absent, except where the value itself is asked for. */
    record Bound(Map<String, Object> values) {

        Optional<Object> find(String name) {
            return Optional.ofNullable(values.get(name));
        }

        Object get(String name) {
            return find(name).orElseThrow(() -> Failure.evaluation("misses the argument '" + name + "'"));
        }

        boolean flag(String name) {
            return find(name).map(Values::isTrue).orElse(false);
        }

        String text(String name) {
            return text(name, get(name));
        }

        Optional<String> findText(String name) {
            return find(name).filter(value -> value != Values.None.NONE).map(value -> text(name, value));
        }

        long whole(String name, long absent) {
            return find(name)
                    .filter(value -> value != Values.None.NONE)
                    .map(value -> whole(name, value))
                    .orElse(absent);
        }

        private static String text(String name, Object value) {
            if (value instanceof String text) {
                return text;
            }
            throw Failure.evaluation("the argument '" + name + "' must be a string, not " + Values.type(value));
        }

        private static long whole(String name, Object value) {
            if (Values.number(value) instanceof Long number) {
                return number;
            }
            throw Failure.evaluation("the argument '" + name + "' must be a whole number, not " + Values.type(value));
        }
    }
}
