package dev.burnish.ingestion.domain;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the learning rate goes.
 *
 * @param warmupRatio share of the steps in which it rises, 0 to below 1; null leaves it to the training service's settings
 * @param earlyStoppingPatience training ends after so many epochs in a row whose validation loss is not below the lowest before, 1 to {@link #MAX_PATIENCE}; null for never
 */
public record Schedule(
        Decay decay, @Nullable Double warmupRatio, @Nullable Integer earlyStoppingPatience) {
    public static final Schedule DEFAULT = new Schedule(Decay.LINEAR, null, null);

    /** With more, the best epoch would not be among the three whose checkpoints are kept. */
    public static final int MAX_PATIENCE = 2;

    /** How it falls after the warm-up. */
    public enum Decay {
        LINEAR,
        COSINE,
        CONSTANT;

        /** As it is written on the wire. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Schedule {
        requireNonNull(decay, "decay");
    }
}
