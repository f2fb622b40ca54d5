package dev.burnish.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a job learns from. */
public enum Method {
    /** Conversations whose answers are to be given. */
    @JsonProperty("supervised")
    SUPERVISED,
    /** Pairs of answers, one preferred to the other: direct preference optimisation (Rafailov et al., 2023). */
    @JsonProperty("dpo")
    DPO
}
