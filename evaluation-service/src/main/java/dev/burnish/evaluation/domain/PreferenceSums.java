package dev.burnish.evaluation.domain;

import dev.burnish.contracts.PreferenceScores;

/**
 * Sums over pairs, so that parts add up to the whole.
 *
 * @param loss preference loss, in nats
 * @param ranked pairs whose preferred answer has the higher log probability
 */
public record PreferenceSums(double loss, long pairs, long ranked) {

    public static final PreferenceSums ZERO = new PreferenceSums(0, 0, 0);

    public PreferenceSums plus(PreferenceSums other) {
        return new PreferenceSums(loss + other.loss, pairs + other.pairs, ranked + other.ranked);
    }

    /** Of at least one pair. */
    public PreferenceScores scores() {
        return new PreferenceScores((double) ranked / pairs, loss / pairs);
    }
}
