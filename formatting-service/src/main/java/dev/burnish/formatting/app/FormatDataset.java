package dev.burnish.formatting.app;

import static java.util.Objects.requireNonNullElseGet;

import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.DatasetRejected;
import dev.burnish.contracts.DatasetSubmitted;
import dev.burnish.contracts.DatasetSummary;
import dev.burnish.contracts.Event;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.Hyperparameters;
import dev.burnish.contracts.Method;
import dev.burnish.contracts.SubmittedFile;
import dev.burnish.contracts.TrainingPlan;
import dev.burnish.formatting.domain.AutoHyperparameters;
import dev.burnish.formatting.domain.Columns;
import dev.burnish.formatting.domain.DistinctExamples;
import dev.burnish.formatting.domain.FileRole;
import dev.burnish.formatting.domain.Forecast;
import dev.burnish.formatting.domain.HoldOut;
import dev.burnish.formatting.domain.InvalidFileException;
import dev.burnish.formatting.domain.RejectedException;
import dev.burnish.formatting.domain.RowFiles;
import dev.burnish.formatting.domain.Rows;
import dev.burnish.formatting.domain.TokenCount;
import dev.burnish.formatting.domain.TokenCounter;
import dev.burnish.formatting.domain.TokenCounters;
import dev.burnish.formatting.domain.TrainingForecasts;
import dev.burnish.formatting.report.Assessment;
import dev.burnish.formatting.report.Inspection;
import dev.burnish.formatting.report.Outcome;
import dev.burnish.formatting.report.QualityReport;
import dev.burnish.formatting.report.QualityReport.Split;
import dev.burnish.formatting.report.ReportAssembly;
import dev.burnish.formatting.report.ReportFiles;
import dev.burnish.kit.storage.ArtifactCorruptException;
import dev.burnish.kit.storage.ArtifactMissingException;
import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.kit.work.Lease;
import dev.burnish.kit.work.LeaseLostException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * Checks the files of a job and stores them as a canonical training set and a canonical validation set that share no example, with a report on them. Memory does not grow with the
 * files, but for about 400 bytes of each example.
 */
@ApplicationScoped
public class FormatDataset {
    private final TokenCounters counters;
    private final RowFiles files;
    private final TrainingForecasts forecasts;
    private final ReportFiles reports;
    private final ObjectStore store;
    private final Path directory = Path.of(System.getProperty("java.io.tmpdir"));

    public FormatDataset(
            TokenCounters counters,
            RowFiles files,
            TrainingForecasts forecasts,
            ReportFiles reports,
            ObjectStore store) {
        this.counters = counters;
        this.files = files;
        this.forecasts = forecasts;
        this.reports = reports;
        this.store = store;
    }

    /**
     * @param prefix of the keys of the sets and of the report in storage
     * @return {@link DatasetFormatted} or {@link DatasetRejected}, both with a report on what was read
     * @throws IOException when storage or the disk fails
     */
    public Event format(DatasetSubmitted submitted, String prefix, Lease lease) throws IOException, LeaseLostException {
        return read(
                submitted, new Source(files, store), lease, new StoredDataset(submitted.job(), prefix, store, reports));
    }

    /** Where the content of a job's files comes from, and who reads it. */
    record Source(RowFiles files, ObjectStore store) {}

    /**
     * Reads the files of a job, whatever is made of them.
     *
     * @throws IOException when the source, the disk or the use fails
     */
    <T> T read(DatasetSubmitted submitted, Source source, Lease lease, DatasetUse<T> use)
            throws IOException, LeaseLostException {
        FineTuningJob job = submitted.job();
        Inspection inspection = new Inspection();
        try (Workspace workspace = Workspace.create(directory)) {
            try (TokenCounter counter = counters.load(job.baseModel())) {
                Reading reading = new Reading(submitted, source, counter, workspace, inspection, lease);
                Sets sets = reading.read();
                TrainingPlan plan = plan(job, sets.summary.trainingExamples());
                Outcome outcome = outcome(job, plan, sets, counter);
                QualityReport report =
                        ReportAssembly.report(submitted, sets.assessment, canonicalFiles(workspace), null, outcome);
                return use.formatted(
                        new DatasetUse.Read(
                                sets.training,
                                sets.validation,
                                plan,
                                sets.summary,
                                sets.assessment.longest(),
                                reading.readings),
                        report);
            } catch (RejectedException e) {
                QualityReport report = ReportAssembly.report(
                        submitted, Assessment.of(inspection), canonicalFiles(workspace), e.failure(), null);
                return use.rejected(e.failure(), report);
            }
        }
    }

    private Outcome outcome(FineTuningJob job, TrainingPlan plan, Sets sets, TokenCounter counter) throws IOException {
        DatasetSummary summary = sets.summary;
        Forecast forecast = forecasts.of(
                job, plan, summary.trainingExamples(), summary.trainingTokens(), sets.assessment.longest());
        ShownBatch batch = ShownBatch.of(forecast, sets.training, job.method(), sets.heldOut, sets.assessment, counter);
        Split split = new Split(
                sets.heldOut.isEmpty() ? FileRole.VALIDATION.param() : "held_out",
                summary.trainingExamples(),
                summary.validationExamples(),
                !sets.heldOut.isEmpty() && sets.assessment.hasClasses(),
                sets.assessment.groupsOfNearDuplicates());
        return new Outcome(
                plan,
                split,
                summary.trainingTokens(),
                summary.learnedTokens(),
                !sets.whole,
                forecast,
                batch.rows(),
                batch.endsTurns());
    }

    private static Map<FileRole, Path> canonicalFiles(Workspace workspace) {
        return Map.of(
                FileRole.TRAINING, canonicalFile(workspace, FileRole.TRAINING),
                FileRole.VALIDATION, canonicalFile(workspace, FileRole.VALIDATION));
    }

    private static Path canonicalFile(Workspace workspace, FileRole role) {
        return workspace.file(role + "-canonical");
    }

    static TrainingPlan plan(FineTuningJob job, int trainingExamples) {
        Hyperparameters wanted = job.hyperparameters();
        return new TrainingPlan(
                requireNonNullElseGet(wanted.epochs(), () -> AutoHyperparameters.epochs(trainingExamples)),
                requireNonNullElseGet(wanted.batchSize(), () -> AutoHyperparameters.batchSize(trainingExamples)),
                requireNonNullElseGet(
                        wanted.learningRateMultiplier(), () -> AutoHyperparameters.LEARNING_RATE_MULTIPLIER),
                job.method() == Method.DPO ? wanted.resolvedBeta() : null);
    }

    /**
     * The finished sets on the local disk.
     *
     * @param heldOut examples of the training file that validate; empty where a validation file does
     * @param whole whether near duplicates are on one side
     */
    private record Sets(
            Path training,
            Path validation,
            DatasetSummary summary,
            Assessment assessment,
            BitSet heldOut,
            boolean whole) {}

    /** The files of one job, read once. */
    private static final class Reading {
        private final DatasetSubmitted submitted;
        private final Source source;
        private final TokenCounter counter;
        private final Workspace workspace;
        private final Inspection inspection;
        private final Lease lease;
        private final List<String> readings = new ArrayList<>();

        Reading(
                DatasetSubmitted submitted,
                Source source,
                TokenCounter counter,
                Workspace workspace,
                Inspection inspection,
                Lease lease) {
            this.submitted = submitted;
            this.source = source;
            this.counter = counter;
            this.workspace = workspace;
            this.inspection = inspection;
            this.lease = lease;
        }

        Sets read() throws IOException, RejectedException, LeaseLostException {
            if (submitted.validationFile() == null) {
                return split(submitted.trainingFile(), submitted.job().seed());
            }
            // First, so that an example of both files stays in validation and leaves training.
            DistinctExamples seen = new DistinctExamples();
            CanonicalFile validation = canonical(FileRole.VALIDATION, submitted.validationFile(), seen);
            CanonicalFile training = canonical(FileRole.TRAINING, submitted.trainingFile(), seen);
            int duplicates = training.duplicates() + validation.duplicates();
            return new Sets(
                    training.path(),
                    validation.path(),
                    summary(training.examples(), validation.examples(), duplicates, training.cost()),
                    Assessment.of(inspection),
                    new BitSet(),
                    true);
        }

        private Sets split(SubmittedFile file, long seed) throws IOException, RejectedException, LeaseLostException {
            // Nothing keeps the fingerprints from here on: with a million examples they are a third of the memory.
            CanonicalFile all = canonical(FileRole.TRAINING, file, new DistinctExamples());
            Assessment assessment = Assessment.of(inspection);
            HoldOut.Selection heldOut = assessment.holdOut(seed);
            Path training = workspace.file("train.jsonl");
            Path validation = workspace.file("validation.jsonl");
            all.split(heldOut, validation, training);
            return new Sets(
                    training,
                    validation,
                    summary(
                            all.examples() - heldOut.size(),
                            heldOut.size(),
                            all.duplicates(),
                            all.cost().minus(heldOut.cost())),
                    assessment,
                    heldOut.indexes(),
                    heldOut.whole());
        }

        private CanonicalFile canonical(FileRole role, SubmittedFile file, DistinctExamples seen)
                throws IOException, RejectedException, LeaseLostException {
            Path content = download(role, file);
            try (Rows rows = source.files.open(content, submitted.job().method(), new Columns(submitted.columns()))) {
                CanonicalFile canonical = CanonicalFile.write(
                        canonicalFile(workspace, role),
                        new CanonicalFile.Source(role, file.id(), rows, counter),
                        seen,
                        inspection,
                        lease);
                if (!rows.reading().isEmpty()) {
                    readings.add(role.read(rows.reading()));
                }
                return canonical;
            } catch (InvalidFileException e) {
                throw role.invalid(CanonicalFile.describe(e));
            }
        }

        /** The whole file comes first, so that a fault in storage never looks like a fault in a row. */
        private Path download(FileRole role, SubmittedFile file) throws IOException, RejectedException {
            Path path = workspace.file(role + "-submitted");
            Artifact content = file.content();
            try {
                source.store.download(content, path);
                return path;
            } catch (ArtifactMissingException e) {
                throw role.invalid(file.id() + " is no longer in storage. Upload it again and create a new job.");
            } catch (ArtifactCorruptException e) {
                throw role.invalid(file.id() + " was damaged in storage. Upload it again and create a new job.");
            }
        }

        private static DatasetSummary summary(int training, int validation, int duplicates, TokenCount cost) {
            return new DatasetSummary(
                    training, validation, duplicates, cost.truncated(), cost.tokens(), cost.learned());
        }
    }
}
