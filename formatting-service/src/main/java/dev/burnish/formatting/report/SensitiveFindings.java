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
    private String lastSystem = "";
    private int lastIssues;

    /** @return bits of the issues that the example has by it */
    int search(FileRole role, int line, ExampleText text) {
        int issues = search(role, line, text.prompt())
                | search(role, line, text.answer())
                | search(role, line, text.other());
        // Most examples share their system message.
        if (!text.system().equals(lastSystem)) {
            lastSystem = text.system();
            lastIssues = search(role, line, lastSystem);
        }
        return issues | lastIssues;
    }

    private int search(FileRole role, int line, String text) {
        int issues = 0;
        for (SensitiveText.Match match : SensitiveText.find(text)) {
            Kind kind = kinds.computeIfAbsent(match.kind(), key -> new Kind());
            kind.count++;
            if (kind.shown.size() < SHOWN) {
                String masked = SensitiveText.masked(match.kind(), text.substring(match.start(), match.end()));
                kind.shown.add(FilePlace.of(role, line, Excerpt.of(masked, 60)));
            }
            issues |= (match.kind().isSecret() ? Issue.SECRET : Issue.PERSONAL_DATA).bit();
        }
        return issues;
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
