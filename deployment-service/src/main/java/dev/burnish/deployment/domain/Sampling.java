package dev.burnish.deployment.domain;

import static java.util.Objects.requireNonNull;

/**
 * How the next token is chosen.
 *
 * @param temperature 0 to 2; 0 always takes the most probable token
 */
public record Sampling(double temperature, Truncation truncation, Penalties penalties, long seed) {
    public static final Sampling GREEDY = new Sampling(0, Truncation.NONE, Penalties.NONE, 0);

    public Sampling {
        requireRange("temperature", temperature, 0, 2);
        requireNonNull(truncation, "truncation");
        requireNonNull(penalties, "penalties");
    }

    static void requireRange(String name, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException("%s is %s, must be %s to %s".formatted(name, value, min, max));
        }
    }

    /** The same, with a seed of its own for one of several answers. */
    Sampling forChoice(int choice) {
        return new Sampling(temperature, truncation, penalties, seed + choice);
    }
}
