package dev.burnish.formatting.domain;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** What the operator asks for training. */
public interface Prices {
    /** Empty if there is no price for the model. */
    Optional<Price> of(String baseModel);

    /**
     * @param perMillionTokens that are trained on, those of every pass counted; at least 0
     * @param currency as ISO 4217 has it, such as {@code EUR}
     */
    record Price(BigDecimal perMillionTokens, String currency) {
        private static final int DECIMALS = 6;

        public Price {
            requireNonNull(perMillionTokens, "perMillionTokens");
            requireNonNull(currency, "currency");
        }

        /** Rounded half up to millionths. */
        public BigDecimal of(long trainedTokens) {
            return perMillionTokens
                    .multiply(BigDecimal.valueOf(trainedTokens))
                    .movePointLeft(6)
                    .setScale(DECIMALS, RoundingMode.HALF_UP);
        }
    }
}
