package dev.burnish.formatting.storage;

import com.fasterxml.jackson.databind.JsonNode;

/** Names what a user wrote, for messages. */
final class JsonTypes {
    private static final int QUOTED = 40;
    private static final int SHOWN = 200;

    private JsonTypes() {}

    static String name(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case NULL -> "null";
            case BINARY, MISSING, POJO -> "nothing";
        };
    }

    /** The word in quotes, cut short and without control characters. */
    static String quote(String word) {
        return "\"" + cut(word, QUOTED) + "\"";
    }

    /** A text that may quote a user, cut short and without control characters. */
    static String shown(String text) {
        return cut(text, SHOWN);
    }

    private static String cut(String text, int limit) {
        String shown = text.codePoints()
                .limit(limit)
                .map(point -> Character.isISOControl(point) || isSurrogate(point) ? '?' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return shown + (shown.length() < text.length() ? "…" : "");
    }

    private static boolean isSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
