package dev.burnish.ingestion.domain;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the learning rate goes.
 *
 * @param warmupRatio share of the steps in which it rises, 0 to below 1; null leaves it to the training service's settings
 */
public record Schedule(Decay decay, @Nullable Double warmupRatio) {
    public static final Schedule DEFAULT = new Schedule(Decay.LINEAR, null);

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
