package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job was accepted and its files are to be formatted.
 *
 * @param columns which column of the files holds which part of an example, by {@code messages}, {@code tools}, {@code system}, {@code prompt}, {@code input},
 *     {@code completion}, {@code chosen} and {@code rejected}; empty, and absent in events of before, to have it guessed
 */
public record DatasetSubmitted(
        FineTuningJob job,
        SubmittedFile trainingFile,
        @Nullable SubmittedFile validationFile,
        Map<String, String> columns)
        implements Event {
    public DatasetSubmitted {
        requireNonNull(job, "job");
        requireNonNull(trainingFile, "trainingFile");
        columns = columns == null ? Map.of() : Map.copyOf(columns);
    }

    /** Whose columns are guessed. */
    public DatasetSubmitted(FineTuningJob job, SubmittedFile trainingFile, @Nullable SubmittedFile validationFile) {
        this(job, trainingFile, validationFile, Map.of());
    }

    @Override
    public String subject() {
        return job.id();
    }
}
