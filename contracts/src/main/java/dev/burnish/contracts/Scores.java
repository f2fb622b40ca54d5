package dev.burnish.contracts;

/**
 * How well a model answers the validation examples.
 *
 * @param loss mean negative log likelihood per learned token, in nats
 * @param perplexity e to the loss
 * @param exactMatch share of examples whose greedy answer equals the expected one, 0 to 1
 */
public record Scores(double loss, double perplexity, double exactMatch) {}
