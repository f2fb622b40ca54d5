package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

/**
 * What a job was asked to do; it travels with the events, so that no stage asks another.
 *
 * @param id such as {@code ftjob-…}
 * @param tenant the organization whose job it is
 * @param baseModel the name of the model to tune
 * @param fineTunedModel the name the result will have, such as {@code ft:burnish-tiny:acme:tickets:1a2b3c4d}
 * @param seed 0 to 2147483647
 * @param method absent in events of before, which means supervised
 * @param schedule absent in events of before, which means the default
 */
public record FineTuningJob(
        String id,
        String tenant,
        String baseModel,
        String fineTunedModel,
        long seed,
        Hyperparameters hyperparameters,
        Lora lora,
        @AddedLater Method method,
        @AddedLater Schedule schedule) {
    public FineTuningJob {
        requireNonNull(id, "id");
        requireNonNull(tenant, "tenant");
        requireNonNull(baseModel, "baseModel");
        requireNonNull(fineTunedModel, "fineTunedModel");
        requireNonNull(hyperparameters, "hyperparameters");
        requireNonNull(lora, "lora");
        method = requireNonNullElse(method, Method.SUPERVISED);
        schedule = requireNonNullElse(schedule, Schedule.DEFAULT);
    }

    /** A supervised job with the default schedule. */
    public FineTuningJob(
            String id,
            String tenant,
            String baseModel,
            String fineTunedModel,
            long seed,
            Hyperparameters hyperparameters,
            Lora lora) {
        this(id, tenant, baseModel, fineTunedModel, seed, hyperparameters, lora, Method.SUPERVISED, Schedule.DEFAULT);
    }
}
