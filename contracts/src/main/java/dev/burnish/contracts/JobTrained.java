package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The model is trained: its adapter is stored or, where a provider has trained it, the provider has it.
 *
 * @param adapter null where, and only where, there is a hosted model
 * @param validationSet the examples to evaluate on, or the first shard of them, as {@link DatasetFormatted} named it
 * @param metrics CSV, a line per step: {@code step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy}; of a dpo job, loss and accuracy are
 *     those of pairs, and the last column is {@code valid_accuracy}
 * @param trainedTokens tokens of all passes
 * @param seconds training time of all attempts that led here
 * @param checkpoints of the last epochs, at most three, by step; absent in events of before, which means none
 * @param validationShards all of the examples to evaluate on, in order; absent in events of before, where {@code validationSet} has all
 * @param hostedModel the name under which the base model's provider serves the tuned model; absent in events of before
 */
public record JobTrained(
        FineTuningJob job,
        @Nullable AdapterFiles adapter,
        Artifact validationSet,
        Artifact metrics,
        long trainedTokens,
        double seconds,
        @AddedLater List<JobCheckpoint> checkpoints,
        @AddedLater List<Artifact> validationShards,
        @AddedLater @Nullable String hostedModel)
        implements Event {
    public JobTrained {
        requireNonNull(job, "job");
        requireNonNull(validationSet, "validationSet");
        requireNonNull(metrics, "metrics");
        checkpoints = List.copyOf(requireNonNullElse(checkpoints, List.of()));
        validationShards = Artifact.shards(validationSet, validationShards);
        requireOne(adapter, hostedModel);
    }

    /** Of an adapter. */
    public JobTrained(
            FineTuningJob job,
            AdapterFiles adapter,
            Artifact validationSet,
            Artifact metrics,
            long trainedTokens,
            double seconds,
            List<JobCheckpoint> checkpoints) {
        this(job, adapter, validationSet, metrics, trainedTokens, seconds, checkpoints, List.of(validationSet), null);
    }

    /** Of an adapter, without checkpoints. */
    public JobTrained(
            FineTuningJob job,
            AdapterFiles adapter,
            Artifact validationSet,
            Artifact metrics,
            long trainedTokens,
            double seconds) {
        this(job, adapter, validationSet, metrics, trainedTokens, seconds, List.of());
    }

    static void requireOne(@Nullable AdapterFiles adapter, @Nullable String hostedModel) {
        if ((adapter == null) == (hostedModel == null)) {
            throw new IllegalArgumentException("a tuned model is an adapter or a hosted model, one of both");
        }
    }

    @Override
    public String subject() {
        return job.id();
    }
}
