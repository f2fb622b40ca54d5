package dev.burnish.training.domain;

import dev.burnish.contracts.Failure;

/** Where a run stands: queued, then training, then one of the three ends, which never change. */
public sealed interface RunState {

    /** Waits for a worker. */
    record Queued() implements RunState {}

    /**
     * A worker trains.
     *
     * @param step the last step told of, 0 at the start
     */
    record Training(int step, int totalSteps) implements RunState {}

    record Trained(int steps) implements RunState {}

    record Failed(Failure failure) implements RunState {}

    /** @param step the last step told of before the run stopped */
    record Cancelled(int step) implements RunState {}

    default boolean ended() {
        return switch (this) {
            case Queued _, Training _ -> false;
            case Trained _, Failed _, Cancelled _ -> true;
        };
    }
}
