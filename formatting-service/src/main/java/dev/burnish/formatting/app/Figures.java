package dev.burnish.formatting.app;

import dev.burnish.contracts.Failure;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.TrainingPlan;
import dev.burnish.formatting.app.JobEstimate.Cost;
import dev.burnish.formatting.app.JobEstimate.Examples;
import dev.burnish.formatting.app.JobEstimate.Success;
import dev.burnish.formatting.app.JobEstimate.Tokens;
import dev.burnish.formatting.app.JobEstimate.Training;
import dev.burnish.formatting.domain.Forecast;
import dev.burnish.formatting.domain.Forecast.ModelNeeds;
import dev.burnish.formatting.domain.Prices;
import dev.burnish.formatting.domain.TrainingForecasts;
import dev.burnish.formatting.report.Issue;
import dev.burnish.formatting.report.QualityReport;
import dev.burnish.formatting.report.QualityReport.Finding;
import dev.burnish.formatting.report.QualityReport.Memory;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts into figures what a report on a job's files and a forecast of its training say. */
record Figures(TrainingForecasts forecasts, Prices prices) {
    /** With any of these, hardly anything is learned that the base model cannot do. */
    private static final Set<Issue> UNLIKELY =
            Set.of(Issue.FEW_EXAMPLES, Issue.ONE_ANSWER, Issue.SPLIT_DIVIDES_NEAR_DUPLICATES);

    /** @param longest tokens of the longest training example */
    JobEstimate estimate(
            FineTuningJob job,
            TrainingPlan plan,
            FileSizes sizes,
            int longest,
            QualityReport report,
            boolean extrapolated) {
        Forecast forecast = forecasts.of(job, plan, sizes.training(), sizes.tokens(), longest);
        return new JobEstimate(
                JobEstimate.OBJECT,
                job.baseModel(),
                method(job),
                job.seed(),
                true,
                List.of(),
                extrapolated,
                new Examples(sizes.training(), sizes.validation(), sizes.duplicates(), sizes.truncated()),
                new Tokens(sizes.tokens(), sizes.validationTokens(), sizes.learned(), forecast.trainedTokens()),
                training(job, plan, forecast),
                success(sizes, report.findings()),
                report.verdict().promptFirst(),
                report.verdict().score(),
                warnings(report));
    }

    static JobEstimate refusal(FineTuningJob job, Failure failure, QualityReport report, boolean extrapolated) {
        return new JobEstimate(
                JobEstimate.OBJECT,
                job.baseModel(),
                method(job),
                job.seed(),
                false,
                List.of(failure),
                extrapolated,
                null,
                null,
                null,
                null,
                report.verdict().promptFirst(),
                report.verdict().score(),
                warnings(report));
    }

    private static String method(FineTuningJob job) {
        return job.method().name().toLowerCase(Locale.ROOT);
    }

    private Training training(FineTuningJob job, TrainingPlan plan, Forecast forecast) {
        ModelNeeds needs = forecast.model();
        Forecast.@Nullable TimeNeed time = needs == null ? null : needs.time();
        return new Training(
                plan.epochs(),
                plan.batchSize(),
                plan.learningRateMultiplier(),
                plan.beta(),
                forecast.steps(),
                time == null ? null : time.seconds(),
                time == null ? 0 : time.measured(),
                needs == null ? List.of() : memory(needs),
                prices.of(job.baseModel())
                        .map(price -> Cost.of(price, forecast.trainedTokens()))
                        .orElse(null));
    }

    private static List<Memory> memory(ModelNeeds needs) {
        return needs.memory().stream()
                .map(need -> new Memory(need.precision(), need.least(), need.fastest()))
                .toList();
    }

    private static Success success(FileSizes sizes, List<Finding> findings) {
        List<String> reasons = findings.stream()
                .filter(finding -> UNLIKELY.contains(finding.code())
                        || (finding.code() == Issue.TOO_LONG && 2L * sizes.truncated() >= sizes.training()))
                .map(finding -> finding.title() + ". " + finding.fix())
                .toList();
        return new Success(!reasons.isEmpty(), reasons);
    }

    private static List<Finding> warnings(QualityReport report) {
        return report.findings().stream()
                .filter(finding -> finding.code() != Issue.REFUSED)
                .toList();
    }
}
