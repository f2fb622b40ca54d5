package dev.burnish.ingestion.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became known about a job on its way; each is null until then. A finding that comes late, even after the job's end, is still kept.
 *
 * @param plan the hyperparameters with every {@code auto} resolved
 * @param trainedTokens tokens of all passes
 * @param resultFile the id of the file with the figures of every step
 * @param progress the newest
 */
public record JobFindings(
        @Nullable Hyperparameters plan,
        @Nullable Long trainedTokens,
        @Nullable String resultFile,
        @Nullable Progress progress) {
    public static final JobFindings NONE = new JobFindings(null, null, null, null);

    /**
     * @param at when training said so
     * @param estimatedFinish null if training cannot tell
     */
    public record Progress(Instant at, @Nullable Instant estimatedFinish) {}

    JobFindings withPlan(Hyperparameters resolved) {
        return new JobFindings(resolved, trainedTokens, resultFile, progress);
    }

    JobFindings withResult(long tokens, String file) {
        return new JobFindings(plan, tokens, file, progress);
    }

    JobFindings withProgress(Progress newest) {
        return new JobFindings(plan, trainedTokens, resultFile, newest);
    }
}
