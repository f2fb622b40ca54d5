package dev.burnish.training.domain;

import java.util.List;

/** The resume points of all runs; every method takes part in the caller's transaction. */
public interface ResumePoints {

    /** Newest first: by attempt, then by step. */
    List<ResumePoint> of(String jobId);

    void add(ResumePoint point);

    void remove(ResumePoint point);
}
