package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The adapter as it was after an epoch.
 *
 * @param step the epoch's last one
 * @param trainLoss of that step, per learned token or, in a dpo job, per pair, in nats
 * @param trainAccuracy share of learned tokens ranked first or, in a dpo job, of pairs ranked as wished better than by the base, 0 to 1
 * @param validLoss the same over all validation examples; null if there are none
 * @param validAccuracy the same over all validation examples; null if there are none
 */
public record JobCheckpoint(
        int step,
        AdapterFiles adapter,
        double trainLoss,
        double trainAccuracy,
        @Nullable Double validLoss,
        @Nullable Double validAccuracy) {
    public JobCheckpoint {
        requireNonNull(adapter, "adapter");
        if (step < 1) {
            throw new IllegalArgumentException("step is " + step + ", must be at least 1");
        }
    }

    /** The name under which the checkpoint answers requests: the tuned model's and the step. */
    public String model(String fineTunedModel) {
        return fineTunedModel + ":ckpt-step-" + step;
    }
}
