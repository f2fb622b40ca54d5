package dev.burnish.formatting.report;

import dev.burnish.contracts.Failure;
import dev.burnish.formatting.domain.FileRole;
import dev.burnish.formatting.report.Inspection.Repeated;
import dev.burnish.formatting.report.QualityReport.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Everything that the report finds, with its places. */
final class Findings {
    static final int MOST_PLACES = 20;
    static final int FEW = 50;

    private final Assessment assessment;
    private final Inspection inspection;
    private final Excerpts excerpts;
    private final List<Finding> findings = new ArrayList<>();

    private Findings(Assessment assessment, Excerpts excerpts) {
        this.assessment = assessment;
        this.inspection = assessment.inspection();
        this.excerpts = excerpts;
    }

    /** Numbers of the examples whose texts {@link #of} shows. */
    static SortedSet<Integer> shown(Assessment assessment) {
        SortedSet<Integer> shown = new TreeSet<>();
        for (Issue issue : Issue.ofExamples()) {
            for (int example : first(assessment, issue)) {
                shown.add(example);
                shown.add(assessment.contradicted().getOrDefault(example, example));
                shown.add(assessment.clusters().of(example));
            }
        }
        return shown;
    }

    private static int[] first(Assessment assessment, Issue issue) {
        return having(assessment, issue).limit(MOST_PLACES).toArray();
    }

    private static IntStream having(Assessment assessment, Issue issue) {
        return IntStream.range(0, assessment.inspection().examples().size())
                .filter(example -> assessment.has(example, issue))
                .filter(example -> issue != Issue.CONTRADICTORY_ANSWERS
                        || assessment.contradicted().containsKey(example));
    }

    /** Most urgent first. */
    static List<Finding> of(
            Assessment assessment, Excerpts excerpts, @Nullable Failure failure, @Nullable Outcome outcome) {
        Findings found = new Findings(assessment, excerpts);
        if (failure != null) {
            found.add(Issue.REFUSED, 1, failure.code() + ": " + failure.message(), List.of());
        }
        found.addRows();
        for (Issue issue : Issue.ofExamples()) {
            found.addExamples(issue);
        }
        found.addAnswers();
        int training = inspectionCount(assessment, FileRole.TRAINING);
        if (training > 0 && training < FEW) {
            found.add(Issue.FEW_EXAMPLES, 1, training + " different examples for training and validation.", List.of());
        }
        if (outcome != null && !outcome.endsTurns()) {
            found.add(Issue.NO_END_OF_TURN, 1, "", List.of());
        }
        if (outcome != null && outcome.dividesGroups()) {
            found.add(Issue.SPLIT_DIVIDES_NEAR_DUPLICATES, 1, "", List.of());
        }
        found.findings.sort(Comparator.comparing(Finding::code));
        return found.findings;
    }

    private static int inspectionCount(Assessment assessment, FileRole role) {
        return assessment.inspection().counts(role).kept();
    }

    private void add(Issue issue, int count, String detail, List<FilePlace> places) {
        findings.add(new Finding(issue, issue.level(), issue.title(), count, detail, issue.fix(), places));
    }

    private void addRows() {
        int broken = 0;
        int repeated = 0;
        int leaked = 0;
        for (FileRole role : FileRole.values()) {
            broken += inspection.counts(role).broken();
            leaked += inspection.counts(role).leaked();
            repeated +=
                    inspection.counts(role).repeated() - inspection.counts(role).leaked();
        }
        if (broken > 0) {
            add(
                    Issue.INVALID_ROW,
                    broken,
                    "",
                    inspection.broken().stream().limit(MOST_PLACES).toList());
        }
        Map<Long, FilePlace> originals = originals();
        if (leaked > 0) {
            add(Issue.VALIDATION_LEAK, leaked, "", repeated(originals, true));
        }
        if (repeated > 0) {
            add(Issue.EXACT_DUPLICATE, repeated, "", repeated(originals, false));
        }
    }

    /** Where the examples stand that the repeated rows equal. */
    private Map<Long, FilePlace> originals() {
        List<Long> wanted =
                inspection.repeated().stream().map(Repeated::fingerprint).toList();
        Map<Long, FilePlace> originals = new HashMap<>();
        if (!wanted.isEmpty()) {
            SortedSet<Long> sought = new TreeSet<>(wanted);
            for (int i = 0; i < inspection.examples().size(); i++) {
                if (sought.contains(inspection.examples().get(i).fingerprint())) {
                    originals.putIfAbsent(inspection.examples().get(i).fingerprint(), place(i, ""));
                }
            }
        }
        return originals;
    }

    private List<FilePlace> repeated(Map<Long, FilePlace> originals, boolean leaked) {
        return inspection.repeated().stream()
                .filter(row -> row.leaked() == leaked)
                .limit(MOST_PLACES)
                .map(row -> {
                    FilePlace place = FilePlace.of(row.role(), row.line(), "");
                    FilePlace original = originals.get(row.fingerprint());
                    return original == null ? place : place.with(original);
                })
                .toList();
    }

    private void addExamples(Issue issue) {
        int count = (int) having(assessment, issue).count();
        if (count == 0) {
            return;
        }
        List<FilePlace> places = new ArrayList<>();
        if (issue == Issue.SECRET || issue == Issue.PERSONAL_DATA) {
            for (SensitiveCount kind : inspection.sensitive()) {
                if (kind.kind().isSecret() == (issue == Issue.SECRET)) {
                    kind.places().stream()
                            .map(place -> place.with(kind.kind().words() + ": " + place.detail()))
                            .limit(MOST_PLACES - places.size())
                            .forEach(places::add);
                }
            }
        } else {
            for (int example : first(assessment, issue)) {
                places.add(place(issue, example));
            }
        }
        add(issue, count, "", places);
    }

    private FilePlace place(Issue issue, int example) {
        return switch (issue) {
            case CONTRADICTORY_ANSWERS -> {
                int other = assessment.contradicted().getOrDefault(example, example);
                yield place(example, excerpts.answer(example)).with(place(other, excerpts.answer(other)));
            }
            case NEAR_DUPLICATE, NEAR_VALIDATION_LEAK -> {
                int other = assessment.clusters().of(example);
                long percent = Math.round(100 * assessment.clusters().resemblance(example));
                FilePlace place = place(example, percent + " %: " + excerpts.prompt(example));
                yield other == example ? place : place.with(place(other, excerpts.prompt(other)));
            }
            case CUT_ANSWER, CUT_JSON -> place(example, excerpts.endOfAnswer(example));
            case TOO_LONG, OTHER_LANGUAGE, GARBLED_TEXT -> place(example, excerpts.prompt(example));
            default -> place(example, excerpts.answer(example));
        };
    }

    private FilePlace place(int example, String detail) {
        Observed observed = inspection.examples().get(example);
        return FilePlace.of(observed.role(), observed.line(), detail);
    }

    private void addAnswers() {
        AnswerStatistics answers = inspection.answers();
        if (answers.total() > 1 && answers.differentAnswers() == 1) {
            add(
                    Issue.ONE_ANSWER,
                    answers.total(),
                    assessment.classes().isEmpty()
                            ? ""
                            : assessment.classes().getFirst().shown(),
                    List.of());
            return;
        }
        List<AnswerStatistics.Form> classes = assessment.classes();
        List<AnswerStatistics.Form> rare = classes.stream()
                .filter(form -> 4L * form.count() * classes.size() < answers.total())
                .toList();
        if (!rare.isEmpty()) {
            String detail = String.join(
                    "; ",
                    rare.stream()
                            .limit(MOST_PLACES)
                            .map(form -> form.shown() + " (" + form.count() + ")")
                            .toList());
            add(Issue.UNEVEN_ANSWERS, rare.size(), detail, List.of());
        }
    }
}
