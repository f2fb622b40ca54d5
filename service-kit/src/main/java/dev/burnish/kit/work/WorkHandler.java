package dev.burnish.kit.work;

import dev.burnish.contracts.Failure;

/** What a service does with its work; a service that enqueues work has exactly one such bean. */
public interface WorkHandler {
    /**
     * Does the work, outside any transaction, on the thread of the claim's slot.
     *
     * @return what to commit in the transaction that ends the work
     * @throws WorkFailedException when the work cannot be done
     * @throws WorkWaitsException when there is nothing to do for a while
     * @throws LeaseLostException as the lease has thrown it
     * @throws Exception anything else: the work is tried again after a while, but not after the third attempt in a row without progress; a failure of the database or of
     *     object storage is not counted
     */
    Completion perform(Claim claim, Lease lease) throws Exception;

    /** Whether {@link #perform} may be called for several claims at once, each on a thread of its own. */
    default boolean takesSeveral() {
        return false;
    }

    /** Publishes the failure, in the transaction that ends the work without success; may run again when that transaction did not commit. */
    void failed(Claim claim, Failure failure);

    /** Tells that the work waits to be resumed, in the transaction that pauses it; may run again when that transaction did not commit. Needed where work is paused. */
    default void paused(Claim claim) {}
}
