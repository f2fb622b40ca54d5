package dev.burnish.training.domain;

/**
 * What one optimizer step showed.
 *
 * @param step counts from 1
 * @param loss mean negative log likelihood per learned token, in nats
 * @param tokenAccuracy share of learned tokens ranked first, 0 to 1
 * @param gradientNorm global, before clipping
 * @param tokens that went through the model, learned or not
 */
public record StepMeasurement(
        int step, double loss, double tokenAccuracy, double learningRate, double gradientNorm, int tokens) {}
