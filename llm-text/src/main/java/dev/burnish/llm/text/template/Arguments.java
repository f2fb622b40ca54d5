package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.Values.None;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a filter, test, method or function was called with. */
record Arguments(List<Object> positional, Map<String, Object> named) {

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

    /** Arguments by the name of their parameter. */
    record Bound(Map<String, Object> values) {

        Optional<Object> find(String name) {
            return Optional.ofNullable(values.get(name));
        }

        /** As {@link #find}, for parameters to which Python's None means the same as nothing. */
        Optional<Object> findUnlessNone(String name) {
            return find(name).filter(value -> value != None.NONE);
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
            return findUnlessNone(name).map(value -> text(name, value));
        }

        long whole(String name) {
            return whole(name, get(name));
        }

        long whole(String name, long absent) {
            return findUnlessNone(name).map(value -> whole(name, value)).orElse(absent);
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
