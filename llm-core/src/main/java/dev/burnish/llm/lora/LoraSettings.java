package dev.burnish.llm.lora;

/**
 * Size of an adapter on all linear layers.
 *
 * @param rank inner dimension of each pair of factors, 1 to 256
 * @param alpha the product of the factors counts {@code alpha / rank} times
 * @param dropout share of an adapter's inputs that a training step leaves out, 0 or more and below 1
 */
public record LoraSettings(int rank, double alpha, double dropout) {

    public LoraSettings {
        if (rank < 1 || rank > 256) {
            throw new IllegalArgumentException("rank must be 1 to 256, not " + rank);
        }
        if (!(alpha > 0) || Double.isInfinite(alpha)) {
            throw new IllegalArgumentException("alpha must be a positive number, not " + alpha);
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout must be in [0, 1), not " + dropout);
        }
    }

    /** What the product of the factors is multiplied with. */
    public double scale() {
        return alpha / rank;
    }
}
