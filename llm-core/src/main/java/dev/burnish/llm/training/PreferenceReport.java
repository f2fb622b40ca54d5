package dev.burnish.llm.training;

/**
 * What one optimizer step over preference pairs did.
 *
 * @param step counts from 1
 * @param loss mean loss per pair, in nats, before the step; ln 2 where the adapter changes nothing
 * @param accuracy share of pairs that the adapter ranks as wished better than the reference does
 * @param gradientNorm global norm before clipping
 * @param tokens tokens read
 */
public record PreferenceReport(
        int step, double loss, double accuracy, double learningRate, double gradientNorm, int tokens) {}
