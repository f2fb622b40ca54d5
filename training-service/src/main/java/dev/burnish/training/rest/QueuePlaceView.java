package dev.burnish.training.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.burnish.training.domain.QueuePlace;
import dev.burnish.training.domain.RunState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a job stands in the queue.
 *
 * @param status {@code queued}, {@code training}, {@code paused}, {@code trained}, {@code failed} or {@code cancelled}
 * @param place 1 for the next to begin; null if the job does not wait
 * @param waiting jobs of all tenants that wait
 * @param training jobs that are being trained
 * @param estimatedStart Unix time in seconds; null if the job does not wait, or nothing is known of how long those before it take
 */
record QueuePlaceView(
        String object,
        @JsonProperty("fine_tuning_job_id") String jobId,
        String status,
        @Nullable Integer place,
        int waiting,
        int training,
        @JsonProperty("estimated_start") @Nullable Long estimatedStart) {

    static QueuePlaceView of(String jobId, QueuePlace place, Instant now) {
        return new QueuePlaceView(
                "fine_tuning.job.queue",
                jobId,
                status(place.state()),
                place.place() == 0 ? null : place.place(),
                place.waiting(),
                place.training(),
                place.untilStart() == null ? null : now.plus(place.untilStart()).getEpochSecond());
    }

    private static String status(RunState state) {
        return switch (state) {
            case RunState.Queued _ -> "queued";
            case RunState.Training _ -> "training";
            case RunState.Paused _ -> "paused";
            case RunState.Trained _ -> "trained";
            case RunState.Failed _ -> "failed";
            case RunState.Cancelled _ -> "cancelled";
        };
    }
}
