package dev.burnish.formatting.report;

import dev.burnish.formatting.domain.FileRole;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What sensitive text was found where, with the first few of each kind. */
final class SensitiveFindings {
    private static final int SHOWN = 10;

    private final Map<SensitiveKind, Kind> kinds = new EnumMap<>(SensitiveKind.class);
    private String lastCounted = "";

    // Most examples share their system message: it is searched again only where it changes.
    private volatile SystemText lastSearched = new SystemText("", List.of());

    /** A place of an example, as it may be shown. */
    private record Sensitive(SensitiveKind kind, String masked) {}

    private record SystemText(String text, List<Sensitive> found) {}

    /** What one example has. */
    record Found(List<Sensitive> own, SystemText system) {
        /** Bits of the issues that the example has by it. */
        int issues() {
            return issues(own) | issues(system.found);
        }

        private static int issues(List<Sensitive> found) {
            int issues = 0;
            for (Sensitive sensitive : found) {
                issues |= (sensitive.kind.isSecret() ? Issue.SECRET : Issue.PERSONAL_DATA).bit();
            }
            return issues;
        }
    }

    /** Several threads may call it at once. */
    Found search(ExampleText text) {
        List<Sensitive> own = new ArrayList<>();
        search(text.prompt(), own);
        search(text.answer(), own);
        search(text.other(), own);
        SystemText system = lastSearched;
        if (!text.system().equals(system.text)) {
            List<Sensitive> found = new ArrayList<>();
            search(text.system(), found);
            system = new SystemText(text.system(), found);
            lastSearched = system;
        }
        return new Found(own, system);
    }

    private static void search(String text, List<Sensitive> found) {
        for (SensitiveText.Match match : SensitiveText.find(text)) {
            String masked = SensitiveText.masked(match.kind(), text.substring(match.start(), match.end()));
            found.add(new Sensitive(match.kind(), Excerpt.of(masked, 60)));
        }
    }

    /** Counts what an example has; examples come in their order. */
    void count(FileRole role, int line, Found found) {
        count(role, line, found.own);
        if (!found.system.text.equals(lastCounted)) {
            lastCounted = found.system.text;
            count(role, line, found.system.found);
        }
    }

    private void count(FileRole role, int line, List<Sensitive> found) {
        for (Sensitive sensitive : found) {
            Kind kind = kinds.computeIfAbsent(sensitive.kind, key -> new Kind());
            kind.count++;
            if (kind.shown.size() < SHOWN) {
                kind.shown.add(FilePlace.of(role, line, sensitive.masked));
            }
        }
    }

    List<SensitiveCount> counts() {
        List<SensitiveCount> counts = new ArrayList<>();
        kinds.forEach((kind, found) -> counts.add(new SensitiveCount(kind, found.count, List.copyOf(found.shown))));
        return counts;
    }

    private static final class Kind {
        private final List<FilePlace> shown = new ArrayList<>();
        private int count;
    }
}
