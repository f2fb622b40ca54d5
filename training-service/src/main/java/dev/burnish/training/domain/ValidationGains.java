package dev.burnish.training.domain;

import org.jspecify.annotations.Nullable;

/**
 * Whether training still helps: the lowest validation loss so far, and how many validations since have not gone below it.
 *
 * @param lowest null before the first validation
 */
public record ValidationGains(@Nullable Double lowest, int withoutGain) {

    public static final ValidationGains NONE = new ValidationGains(null, 0);

    /** After one more validation; a loss that is no number is no gain. */
    public ValidationGains after(double loss) {
        return lowest == null || loss < lowest
                ? new ValidationGains(loss, 0)
                : new ValidationGains(lowest, withoutGain + 1);
    }
}
