package dev.burnish.evaluation.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** Settings under {@code burnish.evaluation}. */
@ConfigMapping(prefix = "burnish.evaluation")
public interface EvaluationSettings {

    /** How many validation examples, from the first on, both models answer; the losses are over all of them. */
    @WithDefault("200")
    @Min(1)
    int maxAnswers();
}
