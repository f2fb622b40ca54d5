package dev.burnish.formatting.report;

import dev.burnish.contracts.DatasetSubmitted;
import dev.burnish.contracts.Failure;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.SubmittedFile;
import dev.burnish.formatting.domain.FileRole;
import dev.burnish.formatting.domain.Forecast;
import dev.burnish.formatting.domain.Forecast.ModelNeeds;
import dev.burnish.formatting.domain.RowProblems;
import dev.burnish.formatting.report.QualityReport.Answers;
import dev.burnish.formatting.report.QualityReport.Estimate;
import dev.burnish.formatting.report.QualityReport.FileFacts;
import dev.burnish.formatting.report.QualityReport.Finding;
import dev.burnish.formatting.report.QualityReport.Lengths;
import dev.burnish.formatting.report.QualityReport.Memory;
import dev.burnish.formatting.report.QualityReport.ModelEstimate;
import dev.burnish.formatting.report.QualityReport.PromptFirst;
import dev.burnish.formatting.report.QualityReport.Quality;
import dev.burnish.formatting.report.QualityReport.Share;
import dev.burnish.formatting.report.QualityReport.Weak;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Makes the report of what was inspected. */
public final class ReportAssembly {
    private static final int MOST_WEAK = 20;
    private static final int MOST_SHARES = 20;
    private static final double SHARED_PREFIX = 0.5;

    private final Assessment assessment;
    private final Inspection inspection;
    private final Excerpts excerpts;

    private ReportAssembly(Assessment assessment, Excerpts excerpts) {
        this.assessment = assessment;
        this.inspection = assessment.inspection();
        this.excerpts = excerpts;
    }

    /**
     * @param files the canonical files, as far as they are written
     * @param failure why the job was refused, or null
     * @param outcome what it goes on with, null if it was refused
     */
    public static QualityReport report(
            DatasetSubmitted submitted,
            Assessment assessment,
            Map<FileRole, Path> files,
            @Nullable Failure failure,
            @Nullable Outcome outcome)
            throws IOException {
        FineTuningJob job = submitted.job();
        SortedSet<Integer> shown = Findings.shown(assessment);
        for (int weak : assessment.weakest(MOST_WEAK)) {
            shown.add(weak);
        }
        Excerpts excerpts = Excerpts.read(assessment.inspection(), shown, files, job.method());
        ReportAssembly assembly = new ReportAssembly(assessment, excerpts);
        List<Finding> findings = Findings.of(assessment, excerpts, failure, outcome);
        int examples = assembly.inspection.counts(FileRole.TRAINING).kept();
        int score = assessment.meanScore();
        PromptFirst promptFirst = Advice.promptFirst(assessment, examples);
        return new QualityReport(
                "dataset.report",
                QualityReport.VERSION,
                job.id(),
                job.baseModel(),
                job.method().name().toLowerCase(Locale.ROOT),
                Advice.verdict(findings, examples, score, promptFirst),
                assembly.files(submitted),
                findings,
                Advice.nextSteps(findings, examples, promptFirst),
                assembly.lengths(),
                assembly.answers(),
                assembly.languages(),
                assembly.inspection.sensitive(),
                assembly.quality(score),
                outcome == null ? null : outcome.split(),
                outcome == null ? null : estimate(outcome),
                outcome == null ? List.of() : outcome.firstBatch());
    }

    private List<FileFacts> files(DatasetSubmitted submitted) {
        List<FileFacts> facts = new ArrayList<>();
        facts.add(facts(FileRole.TRAINING, submitted.trainingFile()));
        SubmittedFile validation = submitted.validationFile();
        if (validation != null) {
            facts.add(facts(FileRole.VALIDATION, validation));
        }
        return facts;
    }

    private FileFacts facts(FileRole role, SubmittedFile file) {
        Inspection.Counts counts = inspection.counts(role);
        return new FileFacts(
                role.param(),
                file.id(),
                Excerpt.of(file.filename(), 200),
                file.content().bytes(),
                counts.kept(),
                counts.repeated(),
                counts.broken(),
                counts.broken() < RowProblems.MAX);
    }

    private Lengths lengths() {
        return new Lengths(
                distribution(Observed::tokens),
                distribution(Observed::learned),
                distribution(Observed::promptLength),
                distribution(Observed::answerLength));
    }

    private Distribution distribution(ToIntFunction<Observed> number) {
        return Distribution.of(inspection.examples().stream().mapToInt(number));
    }

    private Answers answers() {
        AnswerStatistics answers = inspection.answers();
        int total = answers.total();
        Share prefix = answers.prefixes().stream()
                .findFirst()
                .filter(form -> form.count() >= SHARED_PREFIX * total)
                .map(form -> share(form.shown(), form.count(), total))
                .orElse(null);
        Map<String, List<Share>> fields = new LinkedHashMap<>();
        answers.classesOfFields().forEach((key, values) -> fields.put(Excerpt.of(key, 80), shares(values)));
        return new Answers(
                answers.differentAnswers(),
                total == 0 ? 0 : rounded((double) answers.json() / total),
                total == 0 ? 0 : rounded((double) answers.fenced() / total),
                shares(answers.keys(), answers.objects()),
                prefix,
                shares(assessment.classes(), total),
                fields);
    }

    private static List<Share> shares(List<AnswerStatistics.Form> forms, int total) {
        return forms.stream()
                .limit(MOST_SHARES)
                .map(form -> share(form.shown(), form.count(), total))
                .toList();
    }

    private static List<Share> shares(Map<String, ? extends Number> counts) {
        int total = counts.values().stream().mapToInt(Number::intValue).sum();
        return counts.entrySet().stream()
                .map(entry -> share(entry.getKey(), entry.getValue().intValue(), total))
                .sorted(Comparator.comparingInt((Share share) -> -share.count()).thenComparing(Share::name))
                .limit(MOST_SHARES)
                .toList();
    }

    private static Share share(String name, int count, int total) {
        return new Share(name, count, rounded((double) count / total));
    }

    private static double rounded(double share) {
        return Math.round(share * 10_000) / 10_000.0;
    }

    private List<Share> languages() {
        return shares(assessment.languages());
    }

    private Quality quality(int score) {
        int[] histogram = new int[10];
        for (int each : assessment.scores()) {
            histogram[Math.min(9, each / 10)]++;
        }
        List<Weak> weakest = new ArrayList<>();
        for (int example : assessment.weakest(MOST_WEAK)) {
            Observed observed = inspection.examples().get(example);
            weakest.add(new Weak(
                    FilePlace.of(observed.role(), observed.line(), ""),
                    assessment.score(example),
                    assessment.issues(example),
                    excerpts.prompt(example),
                    excerpts.answer(example)));
        }
        return new Quality(score, Arrays.stream(histogram).boxed().toList(), weakest);
    }

    private static Estimate estimate(Outcome outcome) {
        Forecast forecast = outcome.forecast();
        return new Estimate(
                outcome.plan().epochs(),
                outcome.plan().batchSize(),
                outcome.plan().learningRateMultiplier(),
                forecast.steps(),
                outcome.tokens(),
                outcome.learned(),
                forecast.trainedTokens(),
                model(forecast.model()));
    }

    private static @Nullable ModelEstimate model(@Nullable ModelNeeds needs) {
        if (needs == null) {
            return null;
        }
        return new ModelEstimate(
                needs.parameters(),
                needs.trainedParameters(),
                needs.operations(),
                needs.memory().stream()
                        .map(need -> new Memory(need.precision(), need.least(), need.fastest()))
                        .toList(),
                needs.time() == null ? null : needs.time().seconds(),
                needs.time() == null ? 0 : needs.time().measured());
    }
}
