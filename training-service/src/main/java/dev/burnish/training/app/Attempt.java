package dev.burnish.training.app;

import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.kit.work.AttemptDirectory;
import dev.burnish.kit.work.Lease;

/**
 * One attempt at a run, and its right to go on.
 *
 * @param fence larger than every earlier attempt's
 * @param directory for the attempt's files on local disk, deleted after it
 */
public record Attempt(DatasetFormatted dataset, long fence, Lease lease, AttemptDirectory directory) {

    public FineTuningJob job() {
        return dataset.job();
    }

    /** Where the attempt's objects lie; ends in a slash. */
    public String prefix() {
        return RunArtifacts.prefix(job(), fence);
    }
}
