package dev.burnish.formatting.report;

import dev.burnish.contracts.Method;
import dev.burnish.formatting.domain.FileRole;
import dev.burnish.formatting.domain.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The texts of the examples that the report shows, read from the canonical files once it is known which they are. */
final class Excerpts {
    private static final int SHOWN = 240;
    private static final int SHOWN_END = 80;

    private final Map<Integer, ExampleText> texts = new HashMap<>();

    private Excerpts() {}

    /**
     * @param examples numbers of examples in the order of the inspection
     * @param files the canonical files, as far as they are there
     */
    static Excerpts read(Inspection inspection, SortedSet<Integer> examples, Map<FileRole, Path> files, Method method)
            throws IOException {
        Excerpts excerpts = new Excerpts();
        int first = inspection.counts(FileRole.VALIDATION).kept();
        excerpts.read(files.get(FileRole.VALIDATION), method, examples.headSet(first), 0);
        excerpts.read(files.get(FileRole.TRAINING), method, examples.tailSet(first), first);
        return excerpts;
    }

    private void read(@Nullable Path file, Method method, SortedSet<Integer> examples, int first) throws IOException {
        if (file == null || !Files.exists(file)) {
            return;
        }
        SortedSet<Integer> places = new TreeSet<>();
        examples.forEach(example -> places.add(example - first));
        for (Map.Entry<Integer, Row> row :
                CanonicalRows.read(file, method, places).entrySet()) {
            texts.put(row.getKey() + first, ExampleText.of(row.getValue()));
        }
    }

    String prompt(int example) {
        ExampleText text = texts.get(example);
        return text == null ? "" : Excerpt.of(text.prompt(), SHOWN);
    }

    String answer(int example) {
        ExampleText text = texts.get(example);
        return text == null ? "" : Excerpt.of(text.answer(), SHOWN);
    }

    /** The last words of the answer. */
    String endOfAnswer(int example) {
        ExampleText text = texts.get(example);
        if (text == null) {
            return "";
        }
        String answer = SensitiveText.masked(text.answer().strip());
        int start = Math.max(0, answer.length() - SHOWN_END);
        return (start > 0 ? "… " : "") + Excerpt.of(answer.substring(start), SHOWN_END);
    }
}
