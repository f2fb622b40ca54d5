package dev.burnish.ingestion.messaging;

import dev.burnish.contracts.ApiKeyChanged;
import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.DatasetRejected;
import dev.burnish.contracts.DatasetReport;
import dev.burnish.contracts.DatasetSubmitted;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.Failure;
import dev.burnish.contracts.FeedbackRecorded;
import dev.burnish.contracts.JobCancelRequested;
import dev.burnish.contracts.JobCancelled;
import dev.burnish.contracts.JobEvaluated;
import dev.burnish.contracts.JobFailed;
import dev.burnish.contracts.JobPauseRequested;
import dev.burnish.contracts.JobPaused;
import dev.burnish.contracts.JobProgressed;
import dev.burnish.contracts.JobResumeRequested;
import dev.burnish.contracts.JobTrained;
import dev.burnish.contracts.ModelDeployed;
import dev.burnish.contracts.ModelRolledBack;
import dev.burnish.contracts.PreferenceScores;
import dev.burnish.contracts.Scores;
import dev.burnish.contracts.TrainingPlan;
import dev.burnish.ingestion.domain.Checkpoint;
import dev.burnish.ingestion.domain.Content;
import dev.burnish.ingestion.domain.Fact;
import dev.burnish.ingestion.domain.FilePurpose;
import dev.burnish.ingestion.domain.Hyperparameters;
import dev.burnish.ingestion.domain.JobError;
import dev.burnish.ingestion.domain.StoredFile;
import dev.burnish.ingestion.domain.TrainingStep;
import dev.burnish.kit.Ids;
import java.util.List;
import java.util.Optional;

/** Puts events of the contract into the domain's words. */
final class EventFacts {
    private static final String RESULT_FILENAME = "step_metrics.csv";

    private EventFacts() {}

    /** Empty for an event that says nothing about a job's course. */
    static Optional<Fact> of(Envelope envelope) {
        return switch (envelope.event()) {
            case DatasetFormatted formatted ->
                Optional.of(new Fact.FilesValidated(
                        plan(formatted.plan()),
                        formatted.readings().stream().map(EventFacts::storable).toList()));
            case DatasetRejected rejected -> Optional.of(new Fact.Failed(error(rejected.failure())));
            case JobProgressed progressed -> Optional.of(new Fact.StepDone(step(progressed)));
            case JobTrained trained ->
                Optional.of(new Fact.Trained(
                        trained.trainedTokens(), resultFile(envelope, trained), checkpoints(envelope, trained)));
            case JobEvaluated evaluated ->
                Optional.of(
                        new Fact.Evaluated(evaluated.examples(), scores(evaluated.base()), scores(evaluated.tuned())));
            case JobFailed failed -> Optional.of(new Fact.Failed(error(failed.failure())));
            case JobCancelled cancelled -> Optional.of(new Fact.Cancelled(cancelled.step()));
            case JobPaused paused -> Optional.of(new Fact.Paused(paused.step()));
            case ModelDeployed deployed -> Optional.of(new Fact.Deployed());
            case ModelRolledBack rolledBack ->
                Optional.of(new Fact.RolledBack(
                        rolledBack.restored(), storable(rolledBack.reason().message())));
            case DatasetSubmitted submitted -> Optional.empty();
            case JobCancelRequested requested -> Optional.empty();
            case JobPauseRequested requested -> Optional.empty();
            case JobResumeRequested requested -> Optional.empty();
            case FeedbackRecorded recorded -> Optional.empty();
            case ApiKeyChanged changed -> Optional.empty();
        };
    }

    /** What is said about a job's files, beside what becomes of it. */
    static Optional<Fact> report(Envelope envelope) {
        DatasetReport report = switch (envelope.event()) {
            case DatasetFormatted formatted -> formatted.report();
            case DatasetRejected rejected -> rejected.report();
            default -> null;
        };
        return Optional.ofNullable(report)
                .map(found -> new Fact.Reported(found.errors(), found.warnings(), found.score()));
    }

    private static Hyperparameters plan(TrainingPlan plan) {
        return new Hyperparameters(plan.epochs(), plan.batchSize(), plan.learningRateMultiplier(), plan.beta());
    }

    private static TrainingStep step(JobProgressed progressed) {
        return new TrainingStep(
                progressed.step(),
                progressed.totalSteps(),
                progressed.epoch(),
                progressed.trainLoss(),
                progressed.trainMeanTokenAccuracy(),
                progressed.learningRate(),
                progressed.gradientNorm(),
                progressed.tokensPerSecond(),
                progressed.secondsLeft(),
                progressed.trainPairAccuracy(),
                progressed.validLoss(),
                progressed.validAccuracy(),
                progressed.resumedFrom());
    }

    private static List<Checkpoint> checkpoints(Envelope envelope, JobTrained trained) {
        return trained.checkpoints().stream()
                .map(checkpoint -> new Checkpoint(
                        Ids.create("ftckpt_"),
                        envelope.time(),
                        checkpoint.step(),
                        checkpoint.trainLoss(),
                        checkpoint.trainAccuracy(),
                        checkpoint.validLoss(),
                        checkpoint.validAccuracy()))
                .toList();
    }

    private static StoredFile resultFile(Envelope envelope, JobTrained trained) {
        Content content = new Content(
                trained.metrics().key(),
                trained.metrics().bytes(),
                trained.metrics().sha256());
        return new StoredFile(
                Ids.create("file-"),
                envelope.tenant(),
                envelope.time(),
                RESULT_FILENAME,
                FilePurpose.FINE_TUNE_RESULTS,
                content);
    }

    private static Fact.Scores scores(Scores scores) {
        PreferenceScores preferences = scores.preferences();
        return new Fact.Scores(scores.loss(), scores.exactMatch(), preferences == null ? null : preferences.accuracy());
    }

    private static JobError error(Failure failure) {
        return new JobError(failure.code(), storable(failure.message()), failure.param());
    }

    /** A message may quote a user's bytes; PostgreSQL stores no NUL. */
    private static String storable(String text) {
        return text.replace('\u0000', '\uFFFD');
    }
}
