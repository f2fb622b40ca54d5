package dev.burnish.deployment.domain;

/** Why a sequence ended. */
public enum Finish {
    /** The model ended its turn, or a stop sequence came. */
    STOP,
    /** The token limit was reached. */
    LENGTH,
    /** The model called tools. */
    TOOL_CALLS
}
