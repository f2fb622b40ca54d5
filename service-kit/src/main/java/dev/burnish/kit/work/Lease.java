package dev.burnish.kit.work;

/**
 * The right to go on with a claim. It is lost when the work is withdrawn or paused, when it cannot be renewed in time, or when the service stops. May be used from any
 * thread.
 */
public interface Lease {
    /**
     * Cheap: asks nobody. To be called wherever the work can stop.
     *
     * @throws LeaseLostException once the lease is lost; the worker must stop, and need not clean up what its fence keeps apart
     */
    void check() throws LeaseLostException;

    /**
     * Cheap, too. Whether the worker is asked to stop, because the service does or the work is to be paused: {@link #check} throws by now, but what is committed still counts, so
     * that a worker can first keep what the next attempt goes on from. A worker that keeps nothing need not ask.
     */
    default boolean isStopping() {
        return false;
    }

    /**
     * Runs the change in a transaction that commits only if the claim still holds. While the database is away, tries again until the lease is lost.
     *
     * @throws LeaseLostException when the claim does not hold any more; nothing was changed
     */
    void commit(Runnable change) throws LeaseLostException;

    /** Says that this attempt has got somewhere that the next one will go on from: the attempts are counted anew, if said in a {@link #commit} together with it. */
    void progressed();
}
