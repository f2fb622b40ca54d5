package dev.burnish.ingestion.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.burnish.ingestion.domain.Hyperparameters;
import org.jspecify.annotations.Nullable;

/**
 * Each is a number, or {@code "auto"} until it is chosen.
 *
 * @param beta absent where the method has none
 */
@JsonNaming(SnakeCaseStrategy.class)
record HyperparametersView(
        Object nEpochs,
        Object batchSize,
        Object learningRateMultiplier,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Object beta) {
    static HyperparametersView of(Hyperparameters hyperparameters) {
        return new HyperparametersView(
                orAuto(hyperparameters.epochs()),
                orAuto(hyperparameters.batchSize()),
                orAuto(hyperparameters.learningRateMultiplier()),
                null);
    }

    static HyperparametersView ofDpo(Hyperparameters hyperparameters) {
        HyperparametersView others = of(hyperparameters);
        return new HyperparametersView(
                others.nEpochs, others.batchSize, others.learningRateMultiplier, orAuto(hyperparameters.beta()));
    }

    static Object orAuto(@Nullable Number number) {
        return number == null ? "auto" : number;
    }
}
