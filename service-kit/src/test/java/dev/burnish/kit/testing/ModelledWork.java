package dev.burnish.kit.testing;

import java.util.Optional;

/**
 * A row of the table {@code work} as a value, and what each statement of {@code WorkTable} makes of it: the rules of claims without a database, for tests that explore what can come of
 * them. {@code WorkTableTest} holds both to each other on PostgreSQL, row by row. Each rule is empty where its statement changes no row.
 *
 * @param commits of the current claim
 * @param attempts since the work last made progress
 * @param expired whether a lease has run out; only RUNNING work has one
 * @param due whether QUEUED work need not wait any longer
 */
public record ModelledWork(
        State state, long fence, long commits, int attempts, boolean pausing, boolean expired, boolean due) {

    /** In the order of the column's check. */
    public enum State {
        QUEUED,
        RUNNING,
        PAUSED,
        DONE,
        FAILED,
        WITHDRAWN;

        public boolean ended() {
            return compareTo(PAUSED) > 0;
        }
    }

    public static ModelledWork enqueued() {
        return new ModelledWork(State.QUEUED, 0, 0, 0, false, false, true);
    }

    public Optional<ModelledWork> withdraw() {
        return state.ended() ? Optional.empty() : Optional.of(left(State.WITHDRAWN));
    }

    public Optional<ModelledWork> pause() {
        return switch (state) {
            case QUEUED -> Optional.of(new ModelledWork(State.PAUSED, fence, commits, attempts, false, false, due));
            case RUNNING -> Optional.of(new ModelledWork(state, fence, commits, attempts, true, expired, due));
            case PAUSED, DONE, FAILED, WITHDRAWN -> Optional.empty();
        };
    }

    public Optional<ModelledWork> resume() {
        if (state == State.PAUSED) {
            return Optional.of(new ModelledWork(State.QUEUED, fence, commits, 0, false, false, true));
        }
        return pausing
                ? Optional.of(new ModelledWork(state, fence, commits, attempts, false, expired, true))
                : Optional.empty();
    }

    /** By a worker, whose claim has the new row's fence and attempts. */
    public Optional<ModelledWork> claim() {
        return (state == State.QUEUED && due) || (state == State.RUNNING && expired)
                ? Optional.of(new ModelledWork(State.RUNNING, fence + 1, 0, attempts + 1, pausing, false, due))
                : Optional.empty();
    }

    public boolean isHeldBy(long claimed) {
        return state == State.RUNNING && fence == claimed;
    }

    public Optional<ModelledWork> renew(long claimed, boolean progressed) {
        return isHeldBy(claimed)
                ? Optional.of(new ModelledWork(state, fence, commits, progressed ? 0 : attempts, pausing, false, due))
                : Optional.empty();
    }

    public Optional<ModelledWork> countAnew(long claimed) {
        return isHeldBy(claimed)
                ? Optional.of(new ModelledWork(state, fence, commits, 0, pausing, expired, due))
                : Optional.empty();
    }

    /** By the worker that has seen the mark. */
    public Optional<ModelledWork> pause(long claimed) {
        return isHeldBy(claimed) && pausing
                ? Optional.of(new ModelledWork(State.PAUSED, fence, commits, attempts, false, false, due))
                : Optional.empty();
    }

    public Optional<ModelledWork> commit(long claimed, long number) {
        return isHeldBy(claimed) && commits == number - 1
                ? Optional.of(new ModelledWork(state, fence, number, attempts, pausing, expired, due))
                : Optional.empty();
    }

    public boolean hasCommitted(long claimed, long number) {
        return isHeldBy(claimed) && commits == number;
    }

    /** @param countedAttempts how many count from now on */
    public Optional<ModelledWork> release(long claimed, int countedAttempts, boolean dueAtOnce) {
        return isHeldBy(claimed)
                ? Optional.of(
                        new ModelledWork(State.QUEUED, fence, commits, countedAttempts, pausing, false, dueAtOnce))
                : Optional.empty();
    }

    public Optional<ModelledWork> complete(long claimed) {
        return isHeldBy(claimed) ? Optional.of(left(State.DONE)) : Optional.empty();
    }

    public Optional<ModelledWork> fail(long claimed) {
        return isHeldBy(claimed) ? Optional.of(left(State.FAILED)) : Optional.empty();
    }

    private ModelledWork left(State end) {
        return new ModelledWork(end, fence, commits, attempts, pausing, false, due);
    }
}
