package dev.burnish.ingestion.domain;

import static java.util.Objects.requireNonNull;

import dev.burnish.ingestion.domain.JobFindings.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a fact makes of a job, and what there is to tell its user. Facts of one kind come in order, facts of different kinds in any: the state only goes forward, an
 * ended job stays as it ended, and findings are kept whenever they come.
 */
public record Transition(Job job, List<JobMessage> messages) {
    private static final Duration LONGEST_ESTIMATE = Duration.ofDays(365);

    public Transition {
        requireNonNull(job, "job");
        messages = List.copyOf(messages);
    }

    /** @param at when the fact came about */
    public static Transition of(Job job, Fact fact, Instant at) {
        return new Transition(
                job.with(state(job, fact, at), findings(job.findings(), fact, at)), messages(job, fact, at));
    }

    private static JobState state(Job job, Fact fact, Instant at) {
        JobState before = job.state();
        if (before instanceof JobState.Ended) {
            return before;
        }
        return switch (fact) {
            case Fact.Reported reported -> before;
            case Fact.FilesValidated validated ->
                before instanceof JobState.ValidatingFiles ? new JobState.Queued() : before;
            // A step of before the pause that comes late; those of after it come when the job is no longer paused.
            case Fact.StepDone done -> before instanceof JobState.Paused ? before : new JobState.Running();
            case Fact.Paused paused -> paused(job, at);
            case Fact.Trained trained -> new JobState.Running();
            case Fact.Evaluated evaluated -> new JobState.Running();
            case Fact.Deployed deployed -> new JobState.Succeeded(at);
            case Fact.RolledBack rolledBack -> before;
            case Fact.Failed failed -> new JobState.Failed(at, failed.error());
            case Fact.Cancelled cancelled -> new JobState.Cancelled(at);
        };
    }

    /** A pause that newer steps followed is over already, and one that the user has taken back by now is over soon. */
    private static JobState paused(Job job, Instant at) {
        Progress newest = job.findings().progress();
        if (newest != null && newest.at().isAfter(at)) {
            return job.state();
        }
        return job.wish() == Job.Wish.SUCCEED ? job.waiting() : new JobState.Paused();
    }

    private static JobFindings findings(JobFindings before, Fact fact, Instant at) {
        return switch (fact) {
            case Fact.Reported reported -> before;
            case Fact.FilesValidated validated -> before.withPlan(validated.plan());
            case Fact.StepDone done -> before.withProgress(newer(before.progress(), done.step(), at));
            case Fact.Trained trained ->
                before.resultFile() == null
                        ? before.withResult(
                                trained.trainedTokens(), trained.metrics().id())
                        : before;
            case Fact.Paused paused -> before;
            case Fact.Evaluated evaluated -> before;
            case Fact.Deployed deployed -> before;
            case Fact.RolledBack rolledBack -> before;
            case Fact.Failed failed -> before;
            case Fact.Cancelled cancelled -> before;
        };
    }

    private static Progress newer(@Nullable Progress known, TrainingStep step, Instant at) {
        if (known != null && known.at().isAfter(at)) {
            return known;
        }
        double seconds = step.secondsLeft();
        boolean tells = step.step() > 0 && seconds >= 0 && seconds <= LONGEST_ESTIMATE.toSeconds();
        return new Progress(at, tells ? at.plusMillis(Math.round(seconds * 1000)) : null);
    }

    private static List<JobMessage> messages(Job job, Fact fact, Instant at) {
        return switch (fact) {
            case Fact.Reported reported -> List.of(report(job, reported, at));
            case Fact.FilesValidated validated ->
                Stream.concat(validated.readings().stream(), Stream.of("Files validated, moving job to queued state"))
                        .map(text -> JobMessage.info(at, text))
                        .toList();
            case Fact.StepDone done -> steps(job, done.step(), at);
            case Fact.Trained trained ->
                switch (job.wish()) {
                    case SUCCEED -> List.of();
                    case PAUSE -> List.of(JobMessage.warn(at, "Training finished before the job could be paused"));
                    case CANCEL -> List.of(JobMessage.warn(at, "Training finished before the job could be cancelled"));
                };
            case Fact.Paused paused ->
                job.ended()
                        ? List.of()
                        : List.of(JobMessage.info(at, "The job was paused after step " + paused.step()));
            case Fact.Evaluated evaluated -> List.of(evaluation(evaluated, at));
            case Fact.RolledBack rolledBack ->
                List.of(JobMessage.warn(
                        at,
                        job.fineTunedModel() + " was taken out of service for " + rolledBack.restored() + ": "
                                + rolledBack.reason()));
            case Fact.Deployed deployed ->
                job.ended()
                        ? List.of()
                        : List.of(
                                JobMessage.info(at, "New fine-tuned model created: " + job.fineTunedModel()),
                                JobMessage.info(at, "The job has successfully completed"));
            case Fact.Failed failed ->
                job.ended()
                        ? List.of()
                        : List.of(JobMessage.error(at, failed.error().message()));
            case Fact.Cancelled cancelled ->
                job.ended()
                        ? List.of()
                        : List.of(JobMessage.info(at, "The job was cancelled after step " + cancelled.step()));
        };
    }

    private static JobMessage report(Job job, Fact.Reported reported, Instant at) {
        Map<String, Number> data = new LinkedHashMap<>();
        data.put("errors", reported.errors());
        data.put("warnings", reported.warnings());
        if (reported.score() != null) {
            data.put("score", reported.score());
        }
        String text = "Dataset report: " + counted(reported.errors(), "error") + ", "
                + counted(reported.warnings(), "warning")
                + (reported.score() == null ? "" : ", quality " + reported.score() + " of 100")
                + "; see /v1/fine_tuning/jobs/" + job.id() + "/report.html";
        boolean clean = reported.errors() + reported.warnings() == 0;
        return new JobMessage(
                at, clean ? JobMessage.Level.INFO : JobMessage.Level.WARN, JobMessage.Type.MESSAGE, text, data);
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static List<JobMessage> steps(Job job, TrainingStep step, Instant at) {
        if (step.step() == 0) {
            return List.of(begun(job, at));
        }
        return step.resumedFrom() == null
                ? List.of(step(step, at))
                : List.of(JobMessage.info(at, "Training goes on from step " + step.resumedFrom()), step(step, at));
    }

    private static JobMessage begun(Job job, Instant at) {
        Progress known = job.findings().progress();
        return known == null || known.at().isAfter(at)
                ? JobMessage.info(at, "Fine-tuning job started")
                : JobMessage.warn(at, "Training was interrupted and starts again");
    }

    private static JobMessage step(TrainingStep step, Instant at) {
        Map<String, Number> data = new LinkedHashMap<>();
        data.put("step", step.step());
        data.put("total_steps", step.totalSteps());
        putFinite(data, "epoch", step.epoch());
        putFinite(data, "train_loss", step.trainLoss());
        if (step.trainPairAccuracy() == null) {
            putFinite(data, "train_mean_token_accuracy", step.trainMeanTokenAccuracy());
        } else {
            putFinite(data, "train_pair_accuracy", step.trainPairAccuracy());
        }
        putFinite(data, "learning_rate", step.learningRate());
        putFinite(data, "gradient_norm", step.gradientNorm());
        putFinite(data, "tokens_per_second", step.tokensPerSecond());
        putFinite(data, "seconds_left", step.secondsLeft());
        String text = String.format(
                Locale.ROOT, "Step %d/%d: training loss=%.2f", step.step(), step.totalSteps(), step.trainLoss());
        if (step.validLoss() != null && step.validAccuracy() != null) {
            putFinite(data, "full_valid_loss", step.validLoss());
            putFinite(
                    data,
                    step.trainPairAccuracy() == null ? "full_valid_mean_token_accuracy" : "full_valid_pair_accuracy",
                    step.validAccuracy());
            text += String.format(Locale.ROOT, ", full validation loss=%.2f", step.validLoss());
        }
        return new JobMessage(at, JobMessage.Level.INFO, JobMessage.Type.METRICS, text, data);
    }

    private static JobMessage evaluation(Fact.Evaluated evaluated, Instant at) {
        Fact.Scores base = evaluated.base();
        Fact.Scores tuned = evaluated.tuned();
        Map<String, Number> data = new LinkedHashMap<>();
        data.put("examples", evaluated.examples());
        putFinite(data, "base_exact_match", base.exactMatch());
        putFinite(data, "tuned_exact_match", tuned.exactMatch());
        String text = String.format(
                Locale.ROOT,
                "Evaluation on %d examples: exact match %.2f -> %.2f",
                evaluated.examples(),
                base.exactMatch(),
                tuned.exactMatch());
        if (base.loss() != null && tuned.loss() != null) {
            putFinite(data, "base_loss", base.loss());
            putFinite(data, "tuned_loss", tuned.loss());
            text += String.format(Locale.ROOT, ", loss %.2f -> %.2f", base.loss(), tuned.loss());
        }
        if (base.pairAccuracy() != null && tuned.pairAccuracy() != null) {
            putFinite(data, "base_pair_accuracy", base.pairAccuracy());
            putFinite(data, "tuned_pair_accuracy", tuned.pairAccuracy());
            text += String.format(
                    Locale.ROOT, ", pairs ranked as wished %.2f -> %.2f", base.pairAccuracy(), tuned.pairAccuracy());
        }
        return new JobMessage(at, JobMessage.Level.INFO, JobMessage.Type.MESSAGE, text, data);
    }

    /** JSON has no NaN and no infinity. */
    private static void putFinite(Map<String, Number> data, String name, double value) {
        if (Double.isFinite(value)) {
            data.put(name, value);
        }
    }
}
