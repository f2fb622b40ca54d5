package dev.burnish.ingestion.domain;

/**
 * The shape of the adapter.
 *
 * @param rank 1 to 256
 * @param alpha above 0; the update is scaled by alpha / rank
 * @param dropout 0 to below 1
 */
public record Lora(int rank, double alpha, double dropout) {
    public static final Lora DEFAULT = new Lora(16, 32, 0.0);
}
