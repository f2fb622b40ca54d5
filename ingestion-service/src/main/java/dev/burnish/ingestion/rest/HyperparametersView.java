package dev.burnish.ingestion.rest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.burnish.ingestion.domain.Hyperparameters;
import org.jspecify.annotations.Nullable;

/** Each is a number, or {@code "auto"} until it is chosen. */
@JsonNaming(SnakeCaseStrategy.class)
record HyperparametersView(Object nEpochs, Object batchSize, Object learningRateMultiplier) {
    static HyperparametersView of(Hyperparameters hyperparameters) {
        return new HyperparametersView(
                orAuto(hyperparameters.epochs()),
                orAuto(hyperparameters.batchSize()),
                orAuto(hyperparameters.learningRateMultiplier()));
    }

    private static Object orAuto(@Nullable Number number) {
        return number == null ? "auto" : number;
    }
}
