package dev.burnish.ingestion.rest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.burnish.ingestion.domain.JobSpecification;
import dev.burnish.ingestion.domain.Lora;
import dev.burnish.ingestion.domain.Schedule;
import org.jspecify.annotations.Nullable;

/** Burnish's own settings of a job. */
record BurnishView(LoraView lora, ScheduleView schedule) {

    static BurnishView of(JobSpecification asked) {
        return new BurnishView(LoraView.of(asked.lora()), ScheduleView.of(asked.schedule()));
    }

    /**
     * The shape of the adapter.
     *
     * @param targetModules names, or {@code "all-linear"}
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record LoraView(
            int rank,
            double alpha,
            double dropout,
            Object targetModules,
            boolean useRslora,
            boolean useDora,
            double loraPlusRatio,
            String baseWeights) {
        static LoraView of(Lora lora) {
            return new LoraView(
                    lora.rank(),
                    lora.alpha(),
                    lora.dropout(),
                    lora.targetModules().equals(Lora.ALL_LINEAR) ? BurnishFields.ALL_LINEAR : lora.targetModules(),
                    lora.useRslora(),
                    lora.useDora(),
                    lora.loraPlusRatio(),
                    lora.baseWeights().label());
        }
    }

    /**
     * How the learning rate goes.
     *
     * @param warmupRatio a number, or {@code "auto"} for what the training service is set to
     * @param earlyStoppingPatience null for never
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record ScheduleView(
            String lrSchedulerType,
            Object warmupRatio,
            @Nullable Integer earlyStoppingPatience) {
        static ScheduleView of(Schedule schedule) {
            return new ScheduleView(
                    schedule.decay().label(),
                    HyperparametersView.orAuto(schedule.warmupRatio()),
                    schedule.earlyStoppingPatience());
        }
    }
}
