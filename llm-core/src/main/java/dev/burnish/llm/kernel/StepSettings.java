package dev.burnish.llm.kernel;

/**
 * How the gradients of a micro-batch are computed.
 *
 * @param dropout share of an adapter's inputs that is left out, 0 or more and below 1
 * @param seed of dropout, 0 or more; a layer's mask follows from it and the layer's number
 * @param keptLayers the activations of that many last layers are kept, those of the others computed again
 * @param beta of preference tuning
 */
public record StepSettings(double dropout, int seed, int keptLayers, double beta) {}
