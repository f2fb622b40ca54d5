package dev.burnish.ingestion.domain;

import java.util.Locale;

/** What a job learns from. */
public enum Method {
    /** Conversations whose answers are to be given. */
    SUPERVISED,
    /** Pairs of answers, one preferred to the other. */
    DPO;

    /** As it is written on the wire. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
