package dev.burnish.formatting.app;

import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.DatasetRejected;
import dev.burnish.contracts.Event;
import dev.burnish.contracts.Failure;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.formatting.report.QualityReport;
import dev.burnish.formatting.report.ReportFiles;
import dev.burnish.kit.storage.ObjectStore;
import java.io.IOException;
import java.util.List;

/**
 * Stores the sets and the report, and tells where they are.
 *
 * @param prefix of their keys in storage
 */
record StoredDataset(FineTuningJob job, String prefix, ObjectStore store, ReportFiles reports)
        implements DatasetUse<Event> {
    @Override
    public Event formatted(Read read, QualityReport report) throws IOException {
        Shards shards = new Shards(store, Shards.MOST_BYTES);
        List<Artifact> training = shards.store(read.training(), prefix + "/train");
        List<Artifact> validation = shards.store(read.validation(), prefix + "/validation");
        return new DatasetFormatted(
                job,
                read.plan(),
                training.getFirst(),
                validation.getFirst(),
                read.summary(),
                reports.store(report, prefix),
                read.readings(),
                training,
                validation);
    }

    @Override
    public Event rejected(Failure failure, QualityReport report) throws IOException {
        return new DatasetRejected(job.id(), failure, reports.store(report, prefix));
    }
}
