package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.Values.Callable;
import dev.burnish.llm.text.template.Values.Namespace;
import dev.burnish.llm.text.template.Values.View;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The functions that every chat template may call. */
final class Functions {

    /** As in jinja2's sandbox. */
    private static final int LONGEST_RANGE = 100_000;

    /** The directives of C's {@code strftime} in the C locale, as patterns of Java. */
    private static final Map<Character, String> DATE_PATTERNS = Map.ofEntries(
            Map.entry('a', "EEE"),
            Map.entry('A', "EEEE"),
            Map.entry('b', "MMM"),
            Map.entry('B', "MMMM"),
            Map.entry('d', "dd"),
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
            Map.entry('Y', "uuuu"),
            Map.entry('%', "'%'"));

    private Functions() {}

    static Map<String, Object> all(Clock clock, Budget budget) {
        Callable range = arguments -> range(arguments, budget);
        Callable namespace = arguments -> namespace(arguments);
        Callable raise = arguments -> {
            throw Failure.raised(Printer.str(arguments.bind(List.of("message")).get("message"), budget));
        };
        Callable now = arguments ->
                strftime(arguments.bind(List.of("format")).text("format"), LocalDateTime.now(clock), budget);
        return Map.of("range", range, "namespace", namespace, "raise_exception", raise, "strftime_now", now);
    }

    private static View range(Arguments arguments, Budget budget) {
        Arguments.Bound bound = arguments.bind(List.of("start", "stop", "step"));
        boolean one = bound.find("stop").isEmpty();
        long start = one ? 0 : bound.whole("start", 0);
        long stop = one ? bound.whole("start", 0) : bound.whole("stop", 0);
        long step = bound.whole("step", 1);
        if (step == 0) {
            throw Failure.evaluation("range() arg 3 must not be zero");
        }
        if (Math.max(Math.abs(start), Math.abs(stop)) > Integer.MAX_VALUE || Math.abs(step) > Integer.MAX_VALUE) {
            throw Failure.unsupported("range takes numbers of up to 32 bits");
        }
        List<Object> items = new ArrayList<>();
        for (long item = start; step > 0 ? item < stop : item > stop; item += step) {
            if (items.size() == LONGEST_RANGE) {
                throw Failure.limit("makes a range of more than " + LONGEST_RANGE + " elements");
            }
            budget.step(1);
            items.add(item);
        }
        return new View(items);
    }

    private static Namespace namespace(Arguments arguments) {
        if (!arguments.positional().isEmpty()) {
            throw Failure.unsupported("namespace takes named arguments only");
        }
        return new Namespace(new LinkedHashMap<>(arguments.named()));
    }

    private static String strftime(String format, LocalDateTime now, Budget budget) {
        budget.step(format.length());
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < format.length(); at++) {
            if (format.charAt(at) != '%') {
                text.append(format.charAt(at));
                continue;
            }
            boolean unpadded = format.startsWith("-", at + 1);
            at += unpadded ? 2 : 1;
            char directive = at < format.length() ? format.charAt(at) : ' ';
            String pattern = DATE_PATTERNS.get(directive);
            if (pattern == null) {
                throw Failure.unsupported("strftime_now does not support the directive %" + directive);
            }
            String date = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(now);
            text.append(unpadded ? date.replaceFirst("^0+(?=.)", "") : date);
        }
        return text.toString();
    }
}
