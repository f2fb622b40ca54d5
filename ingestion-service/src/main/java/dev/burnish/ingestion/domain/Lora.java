package dev.burnish.ingestion.domain;

import java.util.List;
import java.util.Locale;

/**
 * The shape of the adapter.
 *
 * @param rank 1 to 256
 * @param alpha above 0; the update is scaled by alpha / rank, or by alpha / √rank
 * @param dropout 0 to below 1
 * @param targetModules what is adapted in each layer, out of {@link #ALL_LINEAR} and in its order, at least one
 * @param useRslora whether the update is scaled by alpha / √rank
 * @param useDora whether magnitudes are trained on their own
 * @param loraPlusRatio how much faster B factors learn than A factors, at least 1
 * @param baseWeights how the base model is kept in memory meanwhile; other than bf16 not together with {@code useDora}
 */
public record Lora(
        int rank,
        double alpha,
        double dropout,
        List<String> targetModules,
        boolean useRslora,
        boolean useDora,
        double loraPlusRatio,
        BaseWeights baseWeights) {
    public static final List<String> ALL_LINEAR =
            List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

    public static final Lora DEFAULT = new Lora(16, 32, 0.0, ALL_LINEAR, false, false, 1.0, BaseWeights.BF16);

    /** How the matrices of a base model are kept. */
    public enum BaseWeights {
        /** In the precision that training computes in. */
        BF16,
        INT8,
        NF4;

        /** As it is written on the wire. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Lora {
        targetModules = List.copyOf(targetModules);
    }
}
