package dev.burnish.training.domain;

/**
 * What one optimizer step showed.
 *
 * @param step counts from 1
 * @param loss mean negative log likelihood per learned token, or preference loss per pair, in nats
 * @param accuracy share of learned tokens ranked first, or of pairs ranked as wished better than by the base model, 0 to 1
 * @param gradientNorm global, before clipping
 * @param tokens that went through the model, learned or not
 */
public record StepMeasurement(
        int step, double loss, double accuracy, double learningRate, double gradientNorm, int tokens) {}
