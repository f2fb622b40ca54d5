package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** A job was accepted and its files are to be formatted. */
public record DatasetSubmitted(
        FineTuningJob job,
        SubmittedFile trainingFile,
        @Nullable SubmittedFile validationFile) implements Event {
    public DatasetSubmitted {
        requireNonNull(job, "job");
        requireNonNull(trainingFile, "trainingFile");
    }

    @Override
    public String subject() {
        return job.id();
    }
}
