package dev.burnish.local.chaos;

import java.util.Set;

/** A job that the API has answered for, as it was seen last. */
final class AcceptedJob {
    private static final Set<String> ENDED = Set.of("succeeded", "failed", "cancelled");

    private final String id;
    private final String likeness;
    private volatile String status = "accepted";
    private volatile String error = "";

    AcceptedJob(String id, String likeness) {
        this.id = id;
        this.likeness = likeness;
    }

    String id() {
        return id;
    }

    /** Jobs of one likeness are equal in everything but their ids. */
    String likeness() {
        return likeness;
    }

    String status() {
        return status;
    }

    boolean hasEnded() {
        return ENDED.contains(status);
    }

    /** Why it failed, as the API tells it; empty if it did not. */
    String error() {
        return error;
    }

    void seen(String newStatus, String newError) {
        error = newError;
        status = newStatus;
    }
}
