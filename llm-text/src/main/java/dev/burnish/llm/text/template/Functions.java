package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.Values.Callable;
import dev.burnish.llm.text.template.Values.Namespace;
import dev.burnish.llm.text.template.Values.Range;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The functions that every chat template may call. */
final class Functions {

    private static final int LONGEST_RANGE = 100_000;
    private static final long LARGEST_BOUND = 1L << 53;

    /** The directives of C's {@code strftime} in the C locale, as patterns of Java. */
    private static final Map<Character, String> DATE_PATTERNS = Map.ofEntries(
            Map.entry('a', "EEE"),
            Map.entry('A', "EEEE"),
            Map.entry('b', "MMM"),
            Map.entry('B', "MMMM"),
            Map.entry('d', "dd"),
            Map.entry('e', "ppd"),
            Map.entry('F', "uuuu-MM-dd"),
            Map.entry('H', "HH"),
            Map.entry('I', "hh"),
            Map.entry('j', "DDD"),
            Map.entry('m', "MM"),
            Map.entry('M', "mm"),
            Map.entry('p', "a"),
            Map.entry('S', "ss"),
            Map.entry('T', "HH:mm:ss"),
            Map.entry('y', "uu"),
            Map.entry('Y', "uuuu"));

    private Functions() {}

    static Map<String, Object> all(Clock clock, Budget budget) {
        Callable range = arguments -> range(arguments);
        Callable dict = arguments -> dict(arguments, budget);
        Callable namespace = arguments -> namespace(arguments, budget);
        Callable raise = arguments -> {
            throw Failure.raised(Printer.str(arguments.bind(List.of("message")).get("message"), budget));
        };
        Callable now = arguments ->
                strftime(arguments.bind(List.of("format")).text("format"), LocalDateTime.now(clock), budget);
        return Map.of(
                "range", range, "dict", dict, "namespace", namespace, "raise_exception", raise, "strftime_now", now);
    }

    private static Range range(Arguments arguments) {
        Arguments.Bound bound = arguments.bind(List.of("start", "stop", "step"));
        long first = within(bound.whole("start"));
        boolean one = bound.find("stop").isEmpty();
        long step = within(bound.whole("step", 1));
        if (step == 0) {
            throw Failure.evaluation("range() arg 3 must not be zero");
        }
        Range range = new Range(one ? 0 : first, one ? first : within(bound.whole("stop")), step);
        if (range.size() > LONGEST_RANGE) {
            throw Failure.limit("makes a range of more than " + LONGEST_RANGE + " elements");
        }
        return range;
    }

    private static long within(long bound) {
        if (Math.abs(bound) > LARGEST_BOUND) {
            throw Failure.unsupported("bounds of a range beyond 2^53 are not supported");
        }
        return bound;
    }

    private static Map<Object, Object> dict(Arguments arguments, Budget budget) {
        if (arguments.positional().size() > 1) {
            throw Failure.evaluation("dict expected at most 1 argument");
        }
        Map<Object, Object> map = new LinkedHashMap<>();
        for (Object source : arguments.positional()) {
            List<Object> entries =
                    source instanceof Map<?, ?> other ? Methods.entries(other, budget) : Values.items(source, budget);
            for (Object entry : entries) {
                List<Object> pair = Values.items(entry, budget);
                if (pair.size() != 2) {
                    throw Failure.evaluation("dict takes pairs of a key and a value");
                }
                map.put(Values.newKey(pair.getFirst()), pair.getLast());
            }
        }
        map.putAll(arguments.named());
        return map;
    }

    private static Namespace namespace(Arguments arguments, Budget budget) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        dict(arguments, budget).forEach((name, value) -> attributes.put(attributeName(name), value));
        return new Namespace(attributes);
    }

    /** The name, unless a namespace must not have it. */
    static String attributeName(Object name) {
        if (name instanceof String text && !text.startsWith("_")) {
            return text;
        }
        throw Failure.evaluation("a namespace cannot have the attribute " + name);
    }

    private static String strftime(String format, LocalDateTime now, Budget budget) {
        budget.step(format.length());
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < format.length(); at++) {
            char c = format.charAt(at);
            if (c != '%') {
                text.append(c);
                continue;
            }
            boolean unpadded = format.startsWith("-", at + 1);
            at += unpadded ? 2 : 1;
            char directive = at < format.length() ? format.charAt(at) : 0;
            String pattern = DATE_PATTERNS.get(directive);
            if (directive == '%') {
                text.append('%');
            } else if (pattern == null) {
                throw Failure.unsupported("strftime_now does not support the directive %" + directive);
            } else {
                String date =
                        DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(now);
                text.append(unpadded ? date.replaceFirst("^[0 ]+(?=.)", "") : date);
            }
        }
        return text.toString();
    }
}
