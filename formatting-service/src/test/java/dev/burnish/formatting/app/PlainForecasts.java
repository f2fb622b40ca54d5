package dev.burnish.formatting.app;

import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.TrainingPlan;
import dev.burnish.formatting.domain.Forecast;
import dev.burnish.formatting.domain.TrainingForecasts;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Forecasts for a model of which nothing is known; the first step takes the first examples. */
final class PlainForecasts implements TrainingForecasts {
    @Override
    public Forecast of(FineTuningJob job, TrainingPlan plan, int examples, long tokens, int longest) {
        return new Forecast(
                plan.epochs() * Math.ceilDiv(examples, plan.batchSize()),
                IntStream.range(0, Math.min(examples, plan.batchSize())).boxed().toList(),
                plan.epochs() * tokens,
                null);
    }

    @Override
    public OptionalDouble operations(FineTuningJob job, long trainedTokens) {
        return OptionalDouble.empty();
    }
}
