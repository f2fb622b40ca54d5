package dev.burnish.formatting.domain;

import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.TrainingPlan;
import java.util.OptionalDouble;

/** Tells of a training what it will take, before it runs. */
public interface TrainingForecasts {
    /**
     * @param examples that are trained on, at least 1
     * @param tokens of one pass over them
     * @param longest tokens of the longest one
     */
    Forecast of(FineTuningJob job, TrainingPlan plan, int examples, long tokens, int longest);

    /**
     * Floating-point operations of the whole training.
     *
     * @param trainedTokens tokens of all passes
     * @return empty if the model's configuration cannot be read
     */
    OptionalDouble operations(FineTuningJob job, long trainedTokens);
}
