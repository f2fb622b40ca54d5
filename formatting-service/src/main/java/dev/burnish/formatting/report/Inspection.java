package dev.burnish.formatting.report;

import dev.burnish.formatting.domain.DistinctExamples;
import dev.burnish.formatting.domain.FileRole;
import dev.burnish.formatting.domain.Fingerprint;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.formatting.domain.Place;
import dev.burnish.formatting.domain.Row;
import dev.burnish.formatting.domain.RowWitness;
import dev.burnish.formatting.domain.Sighting;
import dev.burnish.formatting.domain.TokenCount;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Looks at every row of a job's files once, as it is read, and keeps some hundred bytes of each. */
public final class Inspection implements RowWitness {
    private static final int MOST_SHOWN = 100;

    private final Languages languages = new Languages();
    private final List<Observed> examples = new ArrayList<>();
    private final NearDuplicates nearDuplicates = new NearDuplicates();
    private final AnswerStatistics answers = new AnswerStatistics();
    private final SensitiveFindings sensitive = new SensitiveFindings();
    private final DistinctExamples validation = new DistinctExamples();
    private final Map<FileRole, Counts> counts = new EnumMap<>(FileRole.class);
    private final List<FilePlace> broken = new ArrayList<>();
    private final List<Repeated> repeated = new ArrayList<>();

    /** Rows of one file. */
    static final class Counts {
        private int kept;
        private int repeated;
        private int leaked;
        private int broken;

        int kept() {
            return kept;
        }

        int repeated() {
            return repeated;
        }

        /** Those of the repeated whose equal is in the validation file, while they are not. */
        int leaked() {
            return leaked;
        }

        int broken() {
            return broken;
        }
    }

    /** A row that was left out. */
    record Repeated(FileRole role, int line, long fingerprint, boolean leaked) {}

    @Override
    public Sighting look(Row row, TokenCount cost) {
        ExampleText text = ExampleText.of(row);
        long[] answerWords = Words.of(text.answer());
        long[] words = Words.joined(Words.of(text.prompt()), answerWords);
        long question = text.question();
        long answer = Words.hashOfText(text.answer());
        AnswerJson json = AnswerJson.of(text.answer());
        NearDuplicates.Sketch sketch = nearDuplicates.sketch(words);
        boolean prose = json.state() == AnswerJson.State.NONE && Prose.isLong(answerWords);
        boolean openEnd = prose && Prose.endsOpen(text.answer());
        SensitiveFindings.Found found = sensitive.search(text);
        int issues = issues(text, json, prose, cost) | found.issues();
        String language = languages.of(text, words);
        boolean copied = Prose.isCopied(text.answer(), text.prompt());
        return (role, lineage) -> {
            count(role, lineage.fingerprint());
            int line = lineage.place().number();
            answers.add(text.answer(), answer, json);
            if (copied) {
                answers.addCopied();
            }
            nearDuplicates.add(sketch);
            sensitive.count(role, line, found);
            examples.add(new Observed(
                    role,
                    line,
                    lineage.fingerprint().high(),
                    question,
                    answer,
                    Math.toIntExact(cost.tokens()),
                    Math.toIntExact(cost.learned()),
                    text.prompt().length(),
                    text.answer().length(),
                    prose,
                    openEnd,
                    json.state(),
                    json.isObject() ? Words.mix(json.keys().hashCode()) : 0,
                    issues,
                    language));
        };
    }

    private void count(FileRole role, Fingerprint fingerprint) {
        counts(role).kept++;
        if (role == FileRole.VALIDATION) {
            validation.add(fingerprint);
        }
    }

    private static int issues(ExampleText text, AnswerJson json, boolean prose, TokenCount cost) {
        int issues = 0;
        issues |= Prose.isPlaceholder(text.answer()) ? Issue.EMPTY_ANSWER.bit() : 0;
        issues |= json.state() == AnswerJson.State.CUT ? Issue.CUT_JSON.bit() : 0;
        issues |= cost.truncated() > 0 ? Issue.TOO_LONG.bit() : 0;
        issues |= prose && Prose.endsWithOpeningSign(text.answer()) ? Issue.CUT_ANSWER.bit() : 0;
        issues |= Prose.isRefusal(text.answer()) ? Issue.REFUSAL.bit() : 0;
        issues |= isEcho(text) ? Issue.ECHO.bit() : 0;
        issues |= Prose.isGarbled(text.prompt()) || Prose.isGarbled(text.answer()) ? Issue.GARBLED_TEXT.bit() : 0;
        return issues;
    }

    private static boolean isEcho(ExampleText text) {
        return text.answer().length() >= 20
                && text.answer().strip().equalsIgnoreCase(text.prompt().strip());
    }

    @Override
    public void repeated(FileRole role, Place place, Fingerprint fingerprint) {
        boolean leaked = role == FileRole.TRAINING && validation.contains(fingerprint);
        Counts file = counts(role);
        file.repeated++;
        file.leaked += leaked ? 1 : 0;
        if (repeated.size() < MOST_SHOWN) {
            repeated.add(new Repeated(role, place.number(), fingerprint.high(), leaked));
        }
    }

    @Override
    public void broken(FileRole role, Place place, InvalidRowException invalid) {
        counts(role).broken++;
        if (broken.size() < MOST_SHOWN) {
            String problem =
                    Excerpt.of(invalid.problem(), 400) + " [" + invalid.fault().code() + "]";
            broken.add(FilePlace.of(role, place.number(), problem));
        }
    }

    Counts counts(FileRole role) {
        return counts.computeIfAbsent(role, key -> new Counts());
    }

    /** In the order in which they were kept: those of a validation file first. */
    List<Observed> examples() {
        return examples;
    }

    NearDuplicates nearDuplicates() {
        return nearDuplicates;
    }

    AnswerStatistics answers() {
        return answers;
    }

    List<SensitiveCount> sensitive() {
        return sensitive.counts();
    }

    List<FilePlace> broken() {
        return broken;
    }

    List<Repeated> repeated() {
        return repeated;
    }
}
