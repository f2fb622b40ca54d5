package dev.burnish.deployment.domain;

import static java.util.Objects.requireNonNull;

/**
 * What a base model is, as its files say.
 *
 * @param family the architecture, as {@code model_type} of {@code config.json} names it
 * @param parameters stored numbers; a tied output head is not counted twice
 * @param contextLength the longest sequence that it was made for, in tokens
 */
public record ModelFacts(String family, long parameters, int contextLength) {
    public ModelFacts {
        requireNonNull(family, "family");
    }
}
