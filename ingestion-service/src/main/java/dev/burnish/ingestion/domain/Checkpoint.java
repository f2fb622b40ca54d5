package dev.burnish.ingestion.domain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The model as it was after an epoch.
 *
 * @param id such as {@code ftckpt_…}
 * @param createdAt when training told of it
 * @param step the epoch's last one
 * @param trainLoss of that step, per learned token, in a dpo job per pair, in nats
 * @param trainAccuracy of that step's learned tokens, in a dpo job of its pairs, 0 to 1
 * @param validLoss over all validation examples; null if there are none
 * @param validAccuracy over all validation examples; null if there are none
 */
public record Checkpoint(
        String id,
        Instant createdAt,
        int step,
        double trainLoss,
        double trainAccuracy,
        @Nullable Double validLoss,
        @Nullable Double validAccuracy) {
    public Checkpoint {
        requireNonNull(id, "id");
        requireNonNull(createdAt, "createdAt");
    }
}
