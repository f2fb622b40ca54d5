package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files are valid; canonical training and validation examples, with nothing in common, are in storage.
 *
 * @param report absent in events of before
 * @param readings how files were read that are not in OpenAI's own format, for the user; absent in events of before
 */
public record DatasetFormatted(
        FineTuningJob job,
        TrainingPlan plan,
        Artifact trainingSet,
        Artifact validationSet,
        DatasetSummary summary,
        @Nullable DatasetReport report,
        @AddedLater List<String> readings)
        implements Event {
    public DatasetFormatted {
        requireNonNull(job, "job");
        requireNonNull(plan, "plan");
        requireNonNull(trainingSet, "trainingSet");
        requireNonNull(validationSet, "validationSet");
        requireNonNull(summary, "summary");
        readings = readings == null ? List.of() : List.copyOf(readings);
    }

    /** Without a report, of files in OpenAI's own format. */
    public DatasetFormatted(
            FineTuningJob job,
            TrainingPlan plan,
            Artifact trainingSet,
            Artifact validationSet,
            DatasetSummary summary) {
        this(job, plan, trainingSet, validationSet, summary, null, List.of());
    }

    @Override
    public String subject() {
        return job.id();
    }
}
