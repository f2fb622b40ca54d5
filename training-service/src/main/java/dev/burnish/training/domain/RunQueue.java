package dev.burnish.training.domain;

/** Runs that wait for a worker; every method takes part in the caller's transaction. */
public interface RunQueue {

    /** @param payload what the worker gets to see */
    void enqueue(String jobId, String payload);

    /** Takes a run from the queue or from the worker that has it, which then stops; false if it has ended already. */
    boolean withdraw(String jobId);
}
