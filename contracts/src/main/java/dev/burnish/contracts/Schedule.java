package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How the learning rate goes: up to its peak, then as {@code decay} says.
 *
 * @param warmupRatio share of the steps in which it rises, 0 to below 1; null for what the training service is set to
 * @param earlyStoppingPatience training ends after so many epochs in a row whose validation loss is not below the lowest before, 1 or more; null for never
 */
public record Schedule(
        Decay decay, @Nullable Double warmupRatio, @Nullable Integer earlyStoppingPatience) {
    public static final Schedule DEFAULT = new Schedule(Decay.LINEAR, null);

    /** How the rate falls after the warm-up. */
    public enum Decay {
        @JsonProperty("linear")
        LINEAR,
        @JsonProperty("cosine")
        COSINE,
        @JsonProperty("constant")
        CONSTANT
    }

    public Schedule {
        requireNonNull(decay, "decay");
    }

    /** Of all epochs. */
    public Schedule(Decay decay, @Nullable Double warmupRatio) {
        this(decay, warmupRatio, null);
    }
}
