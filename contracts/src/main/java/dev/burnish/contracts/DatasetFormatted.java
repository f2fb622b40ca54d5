package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The files are valid; canonical training and validation examples, with nothing in common, are in storage.
 *
 * @param report absent in events of before
 */
public record DatasetFormatted(
        FineTuningJob job,
        TrainingPlan plan,
        Artifact trainingSet,
        Artifact validationSet,
        DatasetSummary summary,
        @Nullable DatasetReport report)
        implements Event {
    public DatasetFormatted {
        requireNonNull(job, "job");
        requireNonNull(plan, "plan");
        requireNonNull(trainingSet, "trainingSet");
        requireNonNull(validationSet, "validationSet");
        requireNonNull(summary, "summary");
    }

    /** Without a report. */
    public DatasetFormatted(
            FineTuningJob job,
            TrainingPlan plan,
            Artifact trainingSet,
            Artifact validationSet,
            DatasetSummary summary) {
        this(job, plan, trainingSet, validationSet, summary, null);
    }

    @Override
    public String subject() {
        return job.id();
    }
}
