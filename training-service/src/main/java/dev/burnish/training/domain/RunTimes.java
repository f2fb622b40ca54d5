package dev.burnish.training.domain;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/** How long runs take, as this service has seen it; every method takes part in the caller's transaction. */
public interface RunTimes {

    /**
     * A run is queued.
     *
     * @param tokens of all its epochs
     */
    void expect(String jobId, String baseModel, long tokens);

    /** A worker that trains a run expects it to take that much longer. */
    void remain(String jobId, Duration left);

    /**
     * A run has ended well.
     *
     * @param tokens that it trained on
     */
    void took(String jobId, long tokens, Duration time);

    /**
     * What is left of each run: what its worker said last, else by the pace of the latest runs of the same base model; a run for which neither is known is absent.
     */
    Map<String, Duration> left(Collection<String> jobIds);
}
