package dev.burnish.ingestion.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.burnish.ingestion.domain.Checkpoint;
import dev.burnish.ingestion.domain.Job;
import dev.burnish.ingestion.domain.Method;
import org.jspecify.annotations.Nullable;

/** OpenAI's checkpoint object. */
@JsonNaming(SnakeCaseStrategy.class)
record CheckpointView(
        String id,
        String object,
        long createdAt,
        String fineTunedModelCheckpoint,
        int stepNumber,
        String fineTuningJobId,
        MetricsView metrics) {

    /**
     * What was measured; absent what was not. Of a dpo job, losses and accuracies are those of pairs.
     *
     * @param validLoss the same as {@code fullValidLoss}: every validation example is measured
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MetricsView(
            int step,
            double trainLoss,
            @Nullable Double trainMeanTokenAccuracy,
            @Nullable Double validLoss,
            @Nullable Double validMeanTokenAccuracy,
            @Nullable Double fullValidLoss,
            @Nullable Double fullValidMeanTokenAccuracy,
            @Nullable Double trainPairAccuracy,
            @Nullable Double fullValidPairAccuracy) {
        static MetricsView of(Method method, Checkpoint checkpoint) {
            boolean pairs = method == Method.DPO;
            Double tokenAccuracy = pairs ? null : checkpoint.validAccuracy();
            return new MetricsView(
                    checkpoint.step(),
                    checkpoint.trainLoss(),
                    pairs ? null : checkpoint.trainAccuracy(),
                    checkpoint.validLoss(),
                    tokenAccuracy,
                    checkpoint.validLoss(),
                    tokenAccuracy,
                    pairs ? checkpoint.trainAccuracy() : null,
                    pairs ? checkpoint.validAccuracy() : null);
        }
    }

    static CheckpointView of(Job job, Checkpoint checkpoint) {
        return new CheckpointView(
                checkpoint.id(),
                "fine_tuning.job.checkpoint",
                checkpoint.createdAt().getEpochSecond(),
                job.checkpointModel(checkpoint.step()),
                checkpoint.step(),
                job.id(),
                MetricsView.of(job.specification().method(), checkpoint));
    }
}
