package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files are valid; canonical training and validation examples, with nothing in common, are in storage. A set is one object or, where it is large, several, each of which ends with a
 * whole line: its shards, to be read one after another.
 *
 * @param trainingSet the first of the training set's shards, and of a small set the only one
 * @param validationSet the first of the validation set's shards
 * @param report absent in events of before
 * @param readings how files were read that are not in OpenAI's own format, for the user; absent in events of before
 * @param trainingShards all of them, {@code trainingSet} first; absent in events of before, whose sets are one object
 * @param validationShards as {@code trainingShards}
 */
public record DatasetFormatted(
        FineTuningJob job,
        TrainingPlan plan,
        Artifact trainingSet,
        Artifact validationSet,
        DatasetSummary summary,
        @Nullable DatasetReport report,
        @AddedLater List<String> readings,
        @AddedLater List<Artifact> trainingShards,
        @AddedLater List<Artifact> validationShards)
        implements Event {
    public DatasetFormatted {
        requireNonNull(job, "job");
        requireNonNull(plan, "plan");
        requireNonNull(trainingSet, "trainingSet");
        requireNonNull(validationSet, "validationSet");
        requireNonNull(summary, "summary");
        readings = readings == null ? List.of() : List.copyOf(readings);
        trainingShards = Artifact.shards(trainingSet, trainingShards);
        validationShards = Artifact.shards(validationSet, validationShards);
    }

    /** Without a report, of files in OpenAI's own format, and of sets that are one object each. */
    public DatasetFormatted(
            FineTuningJob job,
            TrainingPlan plan,
            Artifact trainingSet,
            Artifact validationSet,
            DatasetSummary summary) {
        this(
                job,
                plan,
                trainingSet,
                validationSet,
                summary,
                null,
                List.of(),
                List.of(trainingSet),
                List.of(validationSet));
    }

    @Override
    public String subject() {
        return job.id();
    }
}
