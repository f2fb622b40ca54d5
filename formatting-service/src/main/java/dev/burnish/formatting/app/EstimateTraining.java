package dev.burnish.formatting.app;

import dev.burnish.contracts.DatasetSubmitted;
import dev.burnish.contracts.Failure;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.SubmittedFile;
import dev.burnish.contracts.TrainingPlan;
import dev.burnish.formatting.app.FormatDataset.Source;
import dev.burnish.formatting.app.NoEstimateException.Reason;
import dev.burnish.formatting.domain.FileRole;
import dev.burnish.formatting.domain.Prices;
import dev.burnish.formatting.domain.RowFiles;
import dev.burnish.formatting.domain.TrainingForecasts;
import dev.burnish.formatting.report.QualityReport;
import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.kit.work.LeaseLostException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Tells what a job would be and take, by reading its files as the job would, and leaves nothing behind. Of a large file, only the beginning is read. */
@ApplicationScoped
public class EstimateTraining {
    private static final Limits LIMITS = new Limits(16L << 20, Duration.ofSeconds(20), 2);

    private final FormatDataset formatDataset;
    private final RowFiles files;
    private final ObjectStore store;
    private final Figures figures;
    private final Limits limits;
    private final Semaphore places;

    /**
     * @param mostBytes that are read of one file
     * @param mostTime that reading may take
     * @param atOnce how many estimates may be made at a time, so that formatting goes on beside them
     */
    record Limits(long mostBytes, Duration mostTime, int atOnce) {}

    @Inject
    EstimateTraining(
            FormatDataset formatDataset,
            RowFiles files,
            ObjectStore store,
            TrainingForecasts forecasts,
            Prices prices) {
        this(formatDataset, files, store, new Figures(forecasts, prices), LIMITS);
    }

    EstimateTraining(FormatDataset formatDataset, RowFiles files, ObjectStore store, Figures figures, Limits limits) {
        this.formatDataset = formatDataset;
        this.files = files;
        this.store = store;
        this.figures = figures;
        this.limits = limits;
        this.places = new Semaphore(limits.atOnce);
    }

    /** @throws IOException when storage or the disk fails */
    public JobEstimate estimate(DatasetSubmitted submitted) throws IOException, NoEstimateException {
        if (!places.tryAcquire()) {
            throw new NoEstimateException(
                    Reason.BUSY, limits.atOnce + " estimates are being made; try again in a moment.");
        }
        try {
            return read(submitted);
        } finally {
            places.release();
        }
    }

    private JobEstimate read(DatasetSubmitted submitted) throws IOException, NoEstimateException {
        Beginnings beginnings = new Beginnings(store, files, limits.mostBytes);
        try {
            return formatDataset.read(
                    submitted,
                    new Source(beginnings, beginnings),
                    new Deadline(limits.mostTime),
                    new Estimating(submitted, beginnings));
        } catch (LeaseLostException e) {
            throw new NoEstimateException(
                    Reason.TOO_SLOW,
                    "Reading the files took longer than " + limits.mostTime.toSeconds()
                            + " seconds; try again when there is less to do.");
        } catch (Beginnings.WholeFileNeededException e) {
            throw new NoEstimateException(
                    Reason.TOO_LARGE,
                    "A Parquet file of more than " + limits.mostBytes
                            + " bytes cannot be estimated, since it can only be read whole. Create the job; its report tells the same.");
        }
    }

    /** Makes the estimate of what was read. */
    private final class Estimating implements DatasetUse<JobEstimate> {
        private final DatasetSubmitted submitted;
        private final Beginnings beginnings;

        Estimating(DatasetSubmitted submitted, Beginnings beginnings) {
            this.submitted = submitted;
            this.beginnings = beginnings;
        }

        @Override
        public JobEstimate formatted(Read read, QualityReport report) {
            FileSizes sizes =
                    sizes(FileSizes.of(read.summary(), report.lengths().tokens().total()));
            if (sizes.training() > CanonicalFile.MAX_EXAMPLES) {
                return rejected(CanonicalFile.tooMany(FileRole.TRAINING).failure(), report);
            }
            FineTuningJob job = submitted.job();
            TrainingPlan plan = FormatDataset.plan(job, sizes.training());
            return figures.estimate(job, plan, sizes, read.longest(), report, !beginnings.areWhole());
        }

        private FileSizes sizes(FileSizes read) {
            if (beginnings.areWhole()) {
                return read;
            }
            double factor = beginnings.factor(submitted.trainingFile());
            SubmittedFile validation = submitted.validationFile();
            return validation == null
                    ? read.ofLargerFile(factor)
                    : read.ofLargerFiles(factor, beginnings.factor(validation));
        }

        @Override
        public JobEstimate rejected(Failure failure, QualityReport report) {
            return Figures.refusal(submitted.job(), failure, report, !beginnings.areWhole());
        }
    }
}
