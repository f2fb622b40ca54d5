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
import dev.burnish.formatting.domain.HoldOut;
import dev.burnish.formatting.domain.InvalidFileException;
import dev.burnish.formatting.domain.RejectedException;
import dev.burnish.formatting.domain.RowFiles;
import dev.burnish.formatting.domain.Rows;
import dev.burnish.formatting.domain.TokenCount;
import dev.burnish.formatting.domain.TokenCounter;
import dev.burnish.formatting.domain.TokenCounters;
import dev.burnish.kit.storage.ArtifactCorruptException;
import dev.burnish.kit.storage.ArtifactMissingException;
import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.kit.work.Lease;
import dev.burnish.kit.work.LeaseLostException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks the files of a job and stores them as a canonical training set and a canonical validation set that share no example. Memory does not grow with the files, but for
 * the fingerprints of their examples.
 */
@ApplicationScoped
public class FormatDataset {
    private static final String CONTENT_TYPE = "application/jsonl";

    private final TokenCounters counters;
    private final RowFiles files;
    private final ObjectStore store;
    private final Path directory = Path.of(System.getProperty("java.io.tmpdir"));

    FormatDataset(TokenCounters counters, RowFiles files, ObjectStore store) {
        this.counters = counters;
        this.files = files;
        this.store = store;
    }

    /**
     * @param prefix of the keys of the sets in storage
     * @return {@link DatasetFormatted} or {@link DatasetRejected}
     * @throws IOException when storage or the disk fails
     */
    public Event format(DatasetSubmitted submitted, String prefix, Lease lease) throws IOException, LeaseLostException {
        FineTuningJob job = submitted.job();
        try (TokenCounter counter = counters.load(job.baseModel());
                Workspace workspace = Workspace.create(directory)) {
            Sets sets = new Reading(submitted, counter, workspace, lease).read();
            return new DatasetFormatted(
                    job,
                    plan(job, sets.summary.trainingExamples()),
                    store.put(prefix + "/train.jsonl", sets.training, CONTENT_TYPE),
                    store.put(prefix + "/validation.jsonl", sets.validation, CONTENT_TYPE),
                    sets.summary,
                    sets.readings);
        } catch (RejectedException e) {
            return new DatasetRejected(job.id(), e.failure());
        }
    }

    private static TrainingPlan plan(FineTuningJob job, int trainingExamples) {
        Hyperparameters wanted = job.hyperparameters();
        return new TrainingPlan(
                requireNonNullElseGet(wanted.epochs(), () -> AutoHyperparameters.epochs(trainingExamples)),
                requireNonNullElseGet(wanted.batchSize(), () -> AutoHyperparameters.batchSize(trainingExamples)),
                requireNonNullElseGet(
                        wanted.learningRateMultiplier(), () -> AutoHyperparameters.LEARNING_RATE_MULTIPLIER),
                job.method() == Method.DPO ? wanted.resolvedBeta() : null);
    }

    /** The finished sets on the local disk. */
    private record Sets(Path training, Path validation, DatasetSummary summary, List<String> readings) {}

    /** The files of one job, read once. */
    private final class Reading {
        private final DatasetSubmitted submitted;
        private final TokenCounter counter;
        private final Workspace workspace;
        private final Lease lease;
        private final DistinctExamples seen = new DistinctExamples();
        private final List<String> readings = new ArrayList<>();

        Reading(DatasetSubmitted submitted, TokenCounter counter, Workspace workspace, Lease lease) {
            this.submitted = submitted;
            this.counter = counter;
            this.workspace = workspace;
            this.lease = lease;
        }

        Sets read() throws IOException, RejectedException, LeaseLostException {
            if (submitted.validationFile() == null) {
                return split(submitted.trainingFile(), submitted.job().seed());
            }
            // First, so that an example of both files stays in validation and leaves training.
            CanonicalFile validation = canonical(FileRole.VALIDATION, submitted.validationFile(), example -> {});
            CanonicalFile training = canonical(FileRole.TRAINING, submitted.trainingFile(), example -> {});
            int duplicates = training.duplicates() + validation.duplicates();
            return new Sets(
                    training.path(),
                    validation.path(),
                    summary(training.examples(), validation.examples(), duplicates, training.cost()),
                    readings);
        }

        private Sets split(SubmittedFile file, long seed) throws IOException, RejectedException, LeaseLostException {
            HoldOut holdOut = new HoldOut(seed);
            CanonicalFile all = canonical(
                    FileRole.TRAINING,
                    file,
                    example -> holdOut.offer(example.lineage().fingerprint(), example.cost()));
            HoldOut.Selection heldOut = holdOut.select();
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
                    readings);
        }

        private CanonicalFile canonical(FileRole role, SubmittedFile file, CanonicalFile.Kept kept)
                throws IOException, RejectedException, LeaseLostException {
            Path content = download(role, file);
            try (Rows rows = files.open(content, submitted.job().method(), new Columns(submitted.columns()))) {
                CanonicalFile canonical = CanonicalFile.write(
                        workspace.file(role + "-canonical"),
                        new CanonicalFile.Source(role, file.id(), rows, counter),
                        seen,
                        kept,
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
                store.download(content, path);
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
