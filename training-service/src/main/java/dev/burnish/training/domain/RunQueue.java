package dev.burnish.training.domain;

import java.util.List;

/** Runs that wait for a worker; every method takes part in the caller's transaction. */
public interface RunQueue {

    /**
     * A run that waits or that a worker has.
     *
     * @param training whether a worker has it
     */
    record Place(String jobId, boolean training) {}

    /** Runs that workers have, then those that wait, in the order in which they will begin if no others come. */
    List<Place> line();

    /**
     * Once per job; does nothing the second time. Tenants take turns.
     *
     * @param tenant whose run it is
     * @param payload what the worker gets to see
     */
    void enqueue(String jobId, String tenant, String payload);

    /** Holds a run back; false if a worker has it, which then keeps and pauses it, or if there is none that could be held back. */
    boolean pause(String jobId);

    /** Lets a paused run wait for a worker again, or a worker go on that was to pause; else does nothing. */
    void resume(String jobId);

    /** Takes a run from the queue or from the worker that has it, which then stops; else does nothing. */
    void withdraw(String jobId);
}
