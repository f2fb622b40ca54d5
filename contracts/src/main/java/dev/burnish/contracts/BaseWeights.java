package dev.burnish.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the base model's matrices are kept in memory while an adapter is trained over them. */
public enum BaseWeights {
    /** In the precision that the training service computes in. */
    @JsonProperty("bf16")
    BF16,
    /** In 8 bits, with a scale per row. */
    @JsonProperty("int8")
    INT8,
    /** In 4 bits, as quantiles of a normal distribution with a scale per 64 values (QLoRA, Dettmers et al., 2023). */
    @JsonProperty("nf4")
    NF4
}
