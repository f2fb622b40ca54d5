package dev.burnish.formatting.app;

import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.DatasetRejected;
import dev.burnish.contracts.Event;
import dev.burnish.contracts.Failure;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.formatting.report.QualityReport;
import dev.burnish.formatting.report.ReportFiles;
import dev.burnish.kit.storage.ObjectStore;
import java.io.IOException;

/**
 * Stores the sets and the report, and tells where they are.
 *
 * @param prefix of their keys in storage
 */
record StoredDataset(FineTuningJob job, String prefix, ObjectStore store, ReportFiles reports)
        implements DatasetUse<Event> {
    private static final String CONTENT_TYPE = "application/jsonl";

    @Override
    public Event formatted(Read read, QualityReport report) throws IOException {
        return new DatasetFormatted(
                job,
                read.plan(),
                store.put(prefix + "/train.jsonl", read.training(), CONTENT_TYPE),
                store.put(prefix + "/validation.jsonl", read.validation(), CONTENT_TYPE),
                read.summary(),
                reports.store(report, prefix),
                read.readings());
    }

    @Override
    public Event rejected(Failure failure, QualityReport report) throws IOException {
        return new DatasetRejected(job.id(), failure, reports.store(report, prefix));
    }
}
