package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

/** The files are valid; canonical training and validation examples, with nothing in common, are in storage. */
public record DatasetFormatted(
        FineTuningJob job, TrainingPlan plan, Artifact trainingSet, Artifact validationSet, DatasetSummary summary)
        implements Event {
    public DatasetFormatted {
        requireNonNull(job, "job");
        requireNonNull(plan, "plan");
        requireNonNull(trainingSet, "trainingSet");
        requireNonNull(validationSet, "validationSet");
        requireNonNull(summary, "summary");
    }

    @Override
    public String subject() {
        return job.id();
    }
}
