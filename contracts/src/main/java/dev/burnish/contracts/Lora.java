package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shape of the adapter to train.
 *
 * @param rank 1 to 256
 * @param alpha above 0; the update is scaled by alpha / rank, or by alpha / √rank
 * @param dropout 0 to below 1, on the adapter's input
 * @param targetModules the linear modules of each layer that are adapted, out of {@link #ALL_LINEAR}, at least one
 * @param useRslora whether the update is scaled by alpha / √rank (Kalajdzievski, 2023)
 * @param useDora whether magnitudes are trained on their own (DoRA, Liu et al., 2024)
 * @param loraPlusRatio B factors learn that many times faster than A factors, at least 1 (LoRA+, Hayou et al., 2024)
 * @param baseWeights how the base model is kept in memory meanwhile; not together with {@code useDora} but for bf16
 */
public record Lora(
        int rank,
        double alpha,
        double dropout,
        @AddedLater List<String> targetModules,
        @AddedLater boolean useRslora,
        @AddedLater boolean useDora,
        @AddedLater double loraPlusRatio,
        @AddedLater BaseWeights baseWeights) {
    public static final List<String> ALL_LINEAR =
            List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

    public static final Lora DEFAULT = new Lora(16, 32, 0.0);

    public Lora {
        targetModules = List.copyOf(targetModules);
        requireNonNull(baseWeights, "baseWeights");
    }

    /** Over a base model in the service's precision. */
    public Lora(
            int rank,
            double alpha,
            double dropout,
            List<String> targetModules,
            boolean useRslora,
            boolean useDora,
            double loraPlusRatio) {
        this(rank, alpha, dropout, targetModules, useRslora, useDora, loraPlusRatio, BaseWeights.BF16);
    }

    /** Plain LoRA on all linear modules. */
    public Lora(int rank, double alpha, double dropout) {
        this(rank, alpha, dropout, ALL_LINEAR, false, false, 1.0);
    }

    /** Events of before know the first three fields only. */
    @JsonCreator
    static Lora read(
            @JsonProperty("rank") int rank,
            @JsonProperty("alpha") double alpha,
            @JsonProperty("dropout") double dropout,
            @JsonProperty("target_modules") @Nullable List<String> targetModules,
            @JsonProperty("use_rslora") @Nullable Boolean useRslora,
            @JsonProperty("use_dora") @Nullable Boolean useDora,
            @JsonProperty("lora_plus_ratio") @Nullable Double loraPlusRatio,
            @JsonProperty("base_weights") @Nullable BaseWeights baseWeights) {
        return new Lora(
                rank,
                alpha,
                dropout,
                targetModules == null ? ALL_LINEAR : targetModules,
                useRslora != null && useRslora,
                useDora != null && useDora,
                loraPlusRatio == null ? 1.0 : loraPlusRatio,
                baseWeights == null ? BaseWeights.BF16 : baseWeights);
    }
}
