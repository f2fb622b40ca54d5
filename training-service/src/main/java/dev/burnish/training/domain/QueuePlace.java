package dev.burnish.training.domain;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a job stands in training's queue.
 *
 * @param state of its run
 * @param place 1 for the next to begin; 0 for a run that does not wait
 * @param waiting all runs that wait, whoever owns them
 * @param training all runs that workers have
 * @param untilStart estimated time until it begins; null where it does not wait, or nothing is known of how long those before it take
 */
public record QueuePlace(
        RunState state,
        int place,
        int waiting,
        int training,
        @Nullable Duration untilStart) {}
