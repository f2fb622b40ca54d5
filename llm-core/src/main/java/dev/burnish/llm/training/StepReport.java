package dev.burnish.llm.training;

/**
 * What one optimizer step did.
 *
 * @param step counts from 1
 * @param loss mean negative log likelihood per learned token, in nats, before the step
 * @param tokenAccuracy share of learned tokens that had the highest logit
 * @param gradientNorm global norm before clipping
 * @param tokens tokens read, padding not counted
 */
public record StepReport(
        int step,
        double loss,
        double tokenAccuracy,
        double learningRate,
        double gradientNorm,
        int tokens,
        int learnedTokens) {}
