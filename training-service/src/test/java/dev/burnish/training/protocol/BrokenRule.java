package dev.burnish.training.protocol;

/** A mistake that an implementation could make, with the invariant that notices it. */
enum BrokenRule {
    /** A worker's statements change running work whoever has claimed it. */
    FENCE_NOT_COMPARED(Invariant.NEWEST_CLAIM),

    /** A claim after the lease has run out gets the fence of the claim before. */
    FENCE_NOT_RAISED(Invariant.NEWEST_CLAIM),

    /** A result is committed without a look at the state of the work, or of the run. */
    COMPLETED_UNSEEN(Invariant.ONE_RESULT),

    CLAIM_NOT_COUNTED(Invariant.ATTEMPTS),

    /** A cancellation takes work out of the queue, but not from its worker, which does not look at the run. */
    WITHDRAWN_FROM_THE_QUEUE_ALONE(Invariant.CANCELLED_IS_NOT_TRAINED),

    /** Requests count in the order in which they are heard. */
    LATE_REQUESTS_HEARD(Invariant.NEWEST_WISH),

    /** A commit whose answer was lost is made again, without its number. */
    COMMITS_NOT_NUMBERED(Invariant.SAVED_ONCE),

    /** A worker pauses its work in one transaction and the run in another, before which it dies. */
    PAUSED_BY_HALVES(Invariant.WORK_AND_RUN_AGREE),

    /** Who listens to the outcome does not remember the events that took effect. */
    SUBSCRIBER_WITHOUT_INBOX(Invariant.TOLD_ONCE),

    /** The relay deletes an event before the broker has it. */
    DELETED_BEFORE_PUBLISHED(Invariant.CAN_END),

    /** Work of a lost worker stays with it. */
    EXPIRED_CLAIM_KEPT(Invariant.CAN_END);

    private final Invariant noticed;

    BrokenRule(Invariant noticed) {
        this.noticed = noticed;
    }

    Invariant noticed() {
        return noticed;
    }
}
