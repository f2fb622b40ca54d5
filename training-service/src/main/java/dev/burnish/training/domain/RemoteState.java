package dev.burnish.training.domain;

/** Where a run stands that is trained somewhere else. */
public enum RemoteState {
    /** Not begun yet. */
    WAITING,
    RUNNING,
    PAUSED,
    SUCCEEDED
}
