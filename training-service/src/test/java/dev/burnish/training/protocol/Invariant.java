package dev.burnish.training.protocol;

/** What holds in every state that can be reached. */
enum Invariant {
    /** Of a job's outcomes, trained, failed and cancelled, at most one is ever committed. */
    ONE_RESULT,

    /** A worker whose work was claimed by another changes nothing any more. */
    NEWEST_CLAIM,

    /** No fourth attempt begins after three that ended without progress. */
    ATTEMPTS,

    /** A run whose cancellation was heard publishes no result. */
    CANCELLED_IS_NOT_TRAINED,

    /** Of pause and resume, the one that was asked for last decides, in whatever order they are heard. */
    NEWEST_WISH,

    /** A commit takes effect once, also when its answer is lost. */
    SAVED_ONCE,

    /** The row of the work and the row of its run tell the same. */
    WORK_AND_RUN_AGREE,

    /** Who listens hears the run's outcome, and lets it take effect once. */
    TOLD_ONCE,

    /** Whatever has happened, every job can still end and be told of, without its user having to cancel it. */
    CAN_END
}
