package dev.burnish.training.domain;

import dev.burnish.contracts.Failure;

/** Where a run stands: queued, then training, between them paused perhaps, then one of the three ends, which never change. */
public sealed interface RunState {

    /**
     * Waits for a worker.
     *
     * @param step the last step told of, 0 before the start
     */
    record Queued(int step) implements RunState {}

    /**
     * A worker trains.
     *
     * @param step the last step told of, 0 at the start
     */
    record Training(int step, int totalSteps) implements RunState {}

    /**
     * Waits for its user.
     *
     * @param step the last step told of, 0 before the start
     */
    record Paused(int step) implements RunState {}

    record Trained(int steps) implements RunState {}

    record Failed(Failure failure) implements RunState {}

    /** @param step the last step told of before the run stopped */
    record Cancelled(int step) implements RunState {}

    default boolean ended() {
        return switch (this) {
            case Queued _, Training _, Paused _ -> false;
            case Trained _, Failed _, Cancelled _ -> true;
        };
    }

    /** The last step told of. */
    default int told() {
        return switch (this) {
            case Queued(int step) -> step;
            case Training(int step, int _) -> step;
            case Paused(int step) -> step;
            case Trained(int steps) -> steps;
            case Failed _ -> 0;
            case Cancelled(int step) -> step;
        };
    }
}
