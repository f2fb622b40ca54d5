package dev.burnish.ingestion.domain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** How far a job is. */
public sealed interface JobState {
    record ValidatingFiles() implements JobState {}

    record Queued() implements JobState {}

    record Running() implements JobState {}

    /** Waits for its user, who may have it go on. */
    record Paused() implements JobState {}

    /** A state that a job never leaves. */
    sealed interface Ended extends JobState {
        Instant finishedAt();
    }

    /** The tuned model serves requests. */
    record Succeeded(Instant finishedAt) implements Ended {
        public Succeeded {
            requireNonNull(finishedAt, "finishedAt");
        }
    }

    record Failed(Instant finishedAt, JobError error) implements Ended {
        public Failed {
            requireNonNull(finishedAt, "finishedAt");
            requireNonNull(error, "error");
        }
    }

    record Cancelled(Instant finishedAt) implements Ended {
        public Cancelled {
            requireNonNull(finishedAt, "finishedAt");
        }
    }

    /** As it is written on the wire. */
    default String label() {
        return switch (this) {
            case ValidatingFiles validating -> "validating_files";
            case Queued queued -> "queued";
            case Running running -> "running";
            case Paused paused -> "paused";
            case Succeeded succeeded -> "succeeded";
            case Failed failed -> "failed";
            case Cancelled cancelled -> "cancelled";
        };
    }
}
