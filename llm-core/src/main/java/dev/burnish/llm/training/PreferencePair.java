package dev.burnish.llm.training;

import dev.burnish.llm.text.EncodedExample;

/**
 * Two answers to one prompt, each with its learned tokens.
 *
 * @param preferred the answer that is wished
 * @param other the answer that is not
 */
public record PreferencePair(EncodedExample preferred, EncodedExample other) {

    public PreferencePair {
        Settings.require(preferred.learnedTokens() > 0, "the preferred answer has no learned token");
        Settings.require(other.learnedTokens() > 0, "the other answer has no learned token");
    }
}
