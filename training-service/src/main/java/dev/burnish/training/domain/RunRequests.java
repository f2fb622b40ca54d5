package dev.burnish.training.domain;

/** What users have asked of runs, which may be heard in another order than it was said. Every method takes part in the caller's transaction. */
public interface RunRequests {

    /** Until the transaction ends, nobody else handles anything that was asked of the job, or its data set. */
    void lock(String jobId);

    /**
     * As {@link #lock}, and remembers the request.
     *
     * @param sequence of the request, which counts up in the order in which requests were made
     * @return false if a later one was heard before, so that this one means nothing any more
     */
    boolean isNewest(String jobId, long sequence);
}
