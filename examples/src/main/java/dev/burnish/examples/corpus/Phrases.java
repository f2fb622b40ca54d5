package dev.burnish.examples.corpus;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Sections of phrases from a resource: {@code [name]} starts a section, {@code #} a comment, every other line is a phrase. */
public final class Phrases {

    private final Map<String, List<String>> sections;

    private Phrases(Map<String, List<String>> sections) {
        this.sections = sections;
    }

    /** Reads a resource of this package's folder. */
    public static Phrases load(String resource) {
        try (InputStream stream = requireNonNull(Phrases.class.getResourceAsStream(resource), resource)) {
            return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " cannot be read", e);
        }
    }

    private static Phrases parse(List<String> lines) {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        List<String> current = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("[")) {
                current = sections.computeIfAbsent(line.substring(1, line.length() - 1), name -> new ArrayList<>());
            } else if (!line.isBlank() && !line.startsWith("#")) {
                current.add(line);
            }
        }
        return new Phrases(sections);
    }

    /** The phrases of a section. */
    public List<String> of(String section) {
        List<String> phrases = sections.get(section);
        if (phrases == null) {
            throw new IllegalArgumentException("there is no section [" + section + "]");
        }
        return phrases;
    }

    /** Names of the sections that start with the prefix, without it. */
    public List<String> names(String prefix) {
        return sections.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .toList();
    }

    /** One phrase of a section. */
    public String pick(String section, RandomGenerator random) {
        return pick(of(section), random);
    }

    /** One element of a list. */
    public static <T> T pick(List<T> list, RandomGenerator random) {
        return list.get(random.nextInt(list.size()));
    }
}
