package dev.burnish.formatting.app;

import dev.burnish.contracts.DatasetSummary;
import dev.burnish.contracts.Failure;
import dev.burnish.contracts.TrainingPlan;
import dev.burnish.formatting.report.QualityReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What is made of a job's files once they are read. */
interface DatasetUse<T> {
    T formatted(Read read, QualityReport report) throws IOException;

    T rejected(Failure failure, QualityReport report) throws IOException;

    /**
     * Files that can be trained on. The sets lie on the local disk until {@link #formatted} returns.
     *
     * @param longest tokens of the longest example of the training file
     * @param readings how files were read that are not in OpenAI's own format
     */
    record Read(
            Path training,
            Path validation,
            TrainingPlan plan,
            DatasetSummary summary,
            int longest,
            List<String> readings) {
        public Read {
            readings = List.copyOf(readings);
        }
    }
}
