package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Base and tuned model were compared on the validation examples.
 *
 * @param adapter null where, and only where, there is a hosted model
 * @param report the whole comparison, JSON
 * @param checkpoints as {@link JobTrained} named them; absent in events of before, which means none
 * @param hostedModel as {@link JobTrained} named it; absent in events of before
 */
public record JobEvaluated(
        FineTuningJob job,
        @Nullable AdapterFiles adapter,
        int examples,
        Scores base,
        Scores tuned,
        Artifact report,
        @AddedLater List<JobCheckpoint> checkpoints,
        @AddedLater @Nullable String hostedModel)
        implements Event {
    public JobEvaluated {
        requireNonNull(job, "job");
        requireNonNull(base, "base");
        requireNonNull(tuned, "tuned");
        requireNonNull(report, "report");
        checkpoints = List.copyOf(requireNonNullElse(checkpoints, List.of()));
        JobTrained.requireOne(adapter, hostedModel);
    }

    /** Of an adapter. */
    public JobEvaluated(
            FineTuningJob job,
            AdapterFiles adapter,
            int examples,
            Scores base,
            Scores tuned,
            Artifact report,
            List<JobCheckpoint> checkpoints) {
        this(job, adapter, examples, base, tuned, report, checkpoints, null);
    }

    /** Of an adapter, without checkpoints. */
    public JobEvaluated(
            FineTuningJob job, AdapterFiles adapter, int examples, Scores base, Scores tuned, Artifact report) {
        this(job, adapter, examples, base, tuned, report, List.of());
    }

    @Override
    public String subject() {
        return job.id();
    }
}
