package dev.burnish.formatting.report;

import dev.burnish.contracts.Method;
import dev.burnish.formatting.domain.Row;
import dev.burnish.llm.text.ChatExamples;
import dev.burnish.llm.text.PreferenceExamples;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/** Picks rows out of a canonical file. */
public final class CanonicalRows {
    private CanonicalRows() {}

    /**
     * @param places from 0
     * @return the rows by their places
     */
    public static Map<Integer, Row> read(Path file, Method method, SortedSet<Integer> places) throws IOException {
        Map<Integer, Row> rows = new TreeMap<>();
        if (places.isEmpty()) {
            return rows;
        }
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            String line = lines.readLine();
            for (int place = 0; line != null && place <= places.last(); place++) {
                if (places.contains(place)) {
                    rows.put(place, row(line, method));
                }
                line = lines.readLine();
            }
        }
        return rows;
    }

    private static Row row(String line, Method method) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8));
        return switch (method) {
            case SUPERVISED -> new Row.Conversation(ChatExamples.read(in).getFirst());
            case DPO -> new Row.Preference(PreferenceExamples.read(in).getFirst());
        };
    }
}
