package dev.burnish.formatting.domain;

import java.util.Optional;

/** How fast trainings have run on this installation, by base model: what a small one reaches says little about a large one. */
public interface TrainingSpeeds {
    /** A job that is there already is left as it is. */
    void add(String jobId, String baseModel, double operationsPerSecond);

    /** Of the last few trainings of the model; empty if there was none. */
    Optional<Speed> recent(String baseModel);

    /**
     * @param operationsPerSecond the median
     * @param trainings that it is taken from
     */
    record Speed(double operationsPerSecond, int trainings) {}
}
