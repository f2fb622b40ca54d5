package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.util.List;

/**
 * Base and tuned model were compared on the validation examples.
 *
 * @param report the whole comparison, JSON
 * @param checkpoints as {@link JobTrained} named them; absent in events of before, which means none
 */
public record JobEvaluated(
        FineTuningJob job,
        AdapterFiles adapter,
        int examples,
        Scores base,
        Scores tuned,
        Artifact report,
        @AddedLater List<JobCheckpoint> checkpoints)
        implements Event {
    public JobEvaluated {
        requireNonNull(job, "job");
        requireNonNull(adapter, "adapter");
        requireNonNull(base, "base");
        requireNonNull(tuned, "tuned");
        requireNonNull(report, "report");
        checkpoints = List.copyOf(requireNonNullElse(checkpoints, List.of()));
    }

    /** Without checkpoints. */
    public JobEvaluated(
            FineTuningJob job, AdapterFiles adapter, int examples, Scores base, Scores tuned, Artifact report) {
        this(job, adapter, examples, base, tuned, report, List.of());
    }

    @Override
    public String subject() {
        return job.id();
    }
}
