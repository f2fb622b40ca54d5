package dev.burnish.contracts;

import org.jspecify.annotations.Nullable;

/**
 * How well a model answers the validation examples; in a dpo job, the preferred answers are the expected ones.
 *
 * @param loss mean negative log likelihood per learned token, in nats; null for a hosted model, whose provider tells it of no answer but the model's own
 * @param perplexity e to the loss; null without it
 * @param exactMatch share of examples whose greedy answer equals the expected one, 0 to 1
 * @param preferences in dpo jobs, how well it ranks the pairs; null in others, and for a hosted model
 */
public record Scores(
        @Nullable Double loss,
        @Nullable Double perplexity,
        double exactMatch,
        @Nullable PreferenceScores preferences) {
    /** Of a supervised job. */
    public Scores(double loss, double perplexity, double exactMatch) {
        this(loss, perplexity, exactMatch, null);
    }

    /** Of a hosted model. */
    public Scores(double exactMatch) {
        this(null, null, exactMatch, null);
    }
}
