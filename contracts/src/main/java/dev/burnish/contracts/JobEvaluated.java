package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

/**
 * Base and tuned model were compared on the validation examples.
 *
 * @param report the whole comparison, JSON
 */
public record JobEvaluated(
        FineTuningJob job, AdapterFiles adapter, int examples, Scores base, Scores tuned, Artifact report)
        implements Event {
    public JobEvaluated {
        requireNonNull(job, "job");
        requireNonNull(adapter, "adapter");
        requireNonNull(base, "base");
        requireNonNull(tuned, "tuned");
        requireNonNull(report, "report");
    }

    @Override
    public String subject() {
        return job.id();
    }
}
