package dev.burnish.examples.corpus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Keys with their values, in order, and the formats that office software writes them in. */
final class Fields {

    /** How fields are written. */
    enum Format {
        JSON("JSON"),
        SPACED_JSON("JSON with spaces"),
        LINES("lines of key and value"),
        PAIRS("key=value pairs"),
        BULLETS("a bullet list"),
        TABLE("a table row");

        private final String title;

        Format(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }

        static Format any(RandomGenerator random) {
            return switch (random.nextInt(10)) {
                case 0, 1, 2 -> JSON;
                case 3 -> SPACED_JSON;
                case 4, 5 -> LINES;
                case 6, 7 -> PAIRS;
                case 8 -> BULLETS;
                default -> TABLE;
            };
        }
    }

    private final Map<String, String> values = new LinkedHashMap<>();

    void put(String key, String value) {
        values.put(key, value);
    }

    String get(String key) {
        return String.valueOf(values.get(key));
    }

    List<String> keys() {
        return new ArrayList<>(values.keySet());
    }

    Fields only(List<String> keys) {
        Fields fields = new Fields();
        keys.forEach(key -> fields.put(key, get(key)));
        return fields;
    }

    String write(Format format) {
        return switch (format) {
            case JSON -> joined("{", "\"%s\":%s", ",", "}", true);
            case SPACED_JSON -> joined("{", "\"%s\": %s", ", ", "}", true);
            case LINES -> joined("", "%s: %s", "\n", "", false);
            case PAIRS -> joined("", "%s=%s", "; ", "", false);
            case BULLETS -> joined("", "- %s: %s", "\n", "", false);
            case TABLE -> joined("| ", "%s | %s", " | ", " |", false);
        };
    }

    private String joined(String start, String pair, String separator, String end, boolean json) {
        return values.entrySet().stream()
                .map(entry -> pair.formatted(entry.getKey(), json ? jsonValue(entry.getValue()) : entry.getValue()))
                .collect(Collectors.joining(separator, start, end));
    }

    private static String jsonValue(String value) {
        boolean number = value.matches("[1-9][0-9]{0,3}");
        return number ? value : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
