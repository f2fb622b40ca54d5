package dev.burnish.formatting.report;

import dev.burnish.formatting.domain.FileRole;
import dev.burnish.formatting.domain.HoldOut;
import dev.burnish.formatting.domain.TokenCount;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the examples are like beside each other, once all are there. */
public final class Assessment {
    /** Where so many answers have something in common, it is the rule and the others are its exceptions. */
    private static final double RULE = 0.7;

    private static final double RULE_OF_LANGUAGE = 0.8;
    private static final double RULE_OF_ENDINGS = 0.8;
    private static final int LEAST_FOR_A_RULE = 10;

    private final Inspection inspection;
    private final List<Observed> examples;
    private final Clusters clusters;
    private final List<AnswerStatistics.Form> classes;
    private final int[] issues;
    private final Map<Integer, Integer> contradicted = new HashMap<>();

    private Assessment(Inspection inspection) {
        this.inspection = inspection;
        examples = inspection.examples();
        clusters = inspection.nearDuplicates().clusters();
        classes = inspection.answers().classes();
        issues = examples.stream().mapToInt(Observed::issues).toArray();
    }

    /** Ends the inspection. */
    public static Assessment of(Inspection inspection) {
        Assessment assessment = new Assessment(inspection);
        assessment.keepRareClasses();
        assessment.markNearDuplicates();
        assessment.markContradictions();
        assessment.markOpenEnds();
        assessment.markFormats();
        assessment.markLanguages();
        return assessment;
    }

    /** Holds examples of the training file out for validation: near duplicates on one side, each class of answers in its share. */
    public HoldOut.Selection holdOut(long seed) {
        HoldOut holdOut = new HoldOut(seed);
        for (Observed example : examples.subList(firstOfTraining(), examples.size())) {
            int truncated = (example.issues() & Issue.TOO_LONG.bit()) != 0 ? 1 : 0;
            holdOut.offer(example.fingerprint(), new TokenCount(truncated, example.tokens(), example.learned()));
        }
        return holdOut.select(clusters.from(firstOfTraining()), labels());
    }

    /** Whether {@link #holdOut} gives each class of answers its share. */
    public boolean hasClasses() {
        return classes.size() > 1;
    }

    /** Groups of two or more training examples that nearly equal each other. */
    public int groupsOfNearDuplicates() {
        return (int) IntStream.range(firstOfTraining(), examples.size())
                .filter(clusters::follows)
                .map(clusters::of)
                .distinct()
                .count();
    }

    /** Tokens of the longest example of the training file. */
    public int longest() {
        return examples.stream()
                .skip(firstOfTraining())
                .mapToInt(Observed::tokens)
                .max()
                .orElse(0);
    }

    /**
     * Where an example stands.
     *
     * @param place of the example in the canonical training file, from 0
     */
    public FilePlace trainingPlace(int place) {
        Observed example = examples.get(firstOfTraining() + place);
        return FilePlace.of(example.role(), example.line(), "");
    }

    /** For each training example, a number for its answer where answers are classes; else 0 for all. */
    private int[] labels() {
        if (!hasClasses()) {
            return new int[examples.size() - firstOfTraining()];
        }
        Map<Long, Integer> numbers = new HashMap<>();
        return examples.stream()
                .skip(firstOfTraining())
                .mapToInt(example -> numbers.computeIfAbsent(example.answer(), answer -> numbers.size()))
                .toArray();
    }

    private int firstOfTraining() {
        return inspection.counts(FileRole.VALIDATION).kept();
    }

    Inspection inspection() {
        return inspection;
    }

    List<AnswerStatistics.Form> classes() {
        return classes;
    }

    Clusters clusters() {
        return clusters;
    }

    /** The first example of the same prompt, for those whose answer differs. */
    Map<Integer, Integer> contradicted() {
        return contradicted;
    }

    boolean has(int example, Issue issue) {
        return (issues[example] & issue.bit()) != 0;
    }

    List<Issue> issues(int example) {
        return Issue.of(issues[example]);
    }

    /** 0 to 100. */
    int score(int example) {
        return Math.max(
                0, 100 - issues(example).stream().mapToInt(Issue::penalty).sum());
    }

    /** An answer such as "none" is no placeholder where it is one of the classes. */
    private void keepRareClasses() {
        List<Long> frequent = classes.stream()
                .filter(form -> form.count() > 1)
                .map(AnswerStatistics.Form::hash)
                .toList();
        for (int i = 0; i < issues.length; i++) {
            if (has(i, Issue.EMPTY_ANSWER) && frequent.contains(examples.get(i).answer())) {
                issues[i] &= ~Issue.EMPTY_ANSWER.bit();
            }
        }
    }

    private void markNearDuplicates() {
        boolean[] validates = new boolean[examples.size()];
        for (int i = 0; i < firstOfTraining(); i++) {
            validates[clusters.of(i)] = true;
        }
        for (int i = 0; i < issues.length; i++) {
            boolean leaks = i >= firstOfTraining() && validates[clusters.of(i)];
            if (leaks) {
                issues[i] |= Issue.NEAR_VALIDATION_LEAK.bit();
            } else if (clusters.follows(i)) {
                issues[i] |= Issue.NEAR_DUPLICATE.bit();
            }
        }
    }

    /** Examples that are no repetitions and have one prompt differ in the answer, if only in its punctuation. */
    private void markContradictions() {
        int[] byPrompt = IntStream.range(0, examples.size())
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> examples.get(i).prompt())
                        .thenComparing(Function.identity()))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int first = 0, next = 1; next < byPrompt.length; next++) {
            Observed one = examples.get(byPrompt[first]);
            Observed other = examples.get(byPrompt[next]);
            if (one.prompt() != other.prompt()) {
                first = next;
            } else if (one.answer() != other.answer()) {
                contradicted.put(byPrompt[next], byPrompt[first]);
                issues[byPrompt[first]] |= Issue.CONTRADICTORY_ANSWERS.bit();
                issues[byPrompt[next]] |= Issue.CONTRADICTORY_ANSWERS.bit();
            }
        }
    }

    /** Where nobody writes full stops, their lack says nothing. */
    private void markOpenEnds() {
        long prose = examples.stream().filter(Observed::longAnswer).count();
        long open = examples.stream().filter(Observed::openEnd).count();
        if (prose >= LEAST_FOR_A_RULE && prose - open >= RULE_OF_ENDINGS * prose) {
            mark(Issue.CUT_ANSWER, Observed::openEnd);
        }
    }

    private void markFormats() {
        AnswerStatistics answers = inspection.answers();
        if (answers.total() >= LEAST_FOR_A_RULE && answers.json() >= RULE * answers.total()) {
            mark(Issue.ANSWER_NOT_JSON, example -> example.json() == AnswerJson.State.NONE);
        }
        if (answers.objects() >= LEAST_FOR_A_RULE) {
            Map<Long, Long> counts = examples.stream()
                    .filter(example -> example.keys() != 0)
                    .collect(Collectors.groupingBy(Observed::keys, Collectors.counting()));
            counts.entrySet().stream()
                    .filter(entry -> entry.getValue() >= RULE * answers.objects())
                    .findFirst()
                    .ifPresent(rule -> mark(
                            Issue.ANSWER_KEYS_DIFFER,
                            example -> example.keys() != 0 && example.keys() != rule.getKey()));
        }
    }

    private void markLanguages() {
        Map<String, Long> counts = languages();
        long known = counts.values().stream().mapToLong(Long::longValue).sum();
        counts.entrySet().stream()
                .filter(entry -> known >= LEAST_FOR_A_RULE && entry.getValue() >= RULE_OF_LANGUAGE * known)
                .findFirst()
                .ifPresent(rule -> mark(
                        Issue.OTHER_LANGUAGE,
                        example -> !example.language().isEmpty()
                                && !example.language().equals(rule.getKey())));
    }

    /** How many examples are in each language, those that do not tell left out. */
    Map<String, Long> languages() {
        return examples.stream()
                .filter(example -> !example.language().isEmpty())
                .collect(Collectors.groupingBy(Observed::language, Collectors.counting()));
    }

    private void mark(Issue issue, Function<Observed, Boolean> which) {
        for (int i = 0; i < issues.length; i++) {
            issues[i] |= which.apply(examples.get(i)) ? issue.bit() : 0;
        }
    }

    /** Scores of all examples. */
    int[] scores() {
        return IntStream.range(0, issues.length).map(this::score).toArray();
    }

    /** Numbers of the examples of lowest score, none with the full one; of equal ones the first. */
    int[] weakest(int most) {
        int[] scores = scores();
        return IntStream.range(0, issues.length)
                .filter(i -> scores[i] < 100)
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> scores[i]).thenComparing(Function.identity()))
                .limit(most)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    int meanScore() {
        return (int) Math.round(Arrays.stream(scores()).average().orElse(0));
    }
}
