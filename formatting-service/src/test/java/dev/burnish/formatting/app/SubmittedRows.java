package dev.burnish.formatting.app;

import java.util.List;
import java.util.stream.IntStream;

/** Rows as users send them. */
final class SubmittedRows {
    private SubmittedRows() {}

    static List<String> rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> row("question" + i, "answer " + i))
                .toList();
    }

    static List<String> pairs(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ("{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"question%d\"}]},"
                                + "\"preferred_output\":[{\"role\":\"assistant\",\"content\":\"right %d\"}],"
                                + "\"non_preferred_output\":[{\"role\":\"assistant\",\"content\":\"wrong %d\"}]}")
                        .formatted(i, i, i))
                .toList();
    }

    static String row(String user, String assistant) {
        return "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"},{\"role\":\"assistant\",\"content\":\"%s\"}]}"
                .formatted(user, assistant);
    }
}
