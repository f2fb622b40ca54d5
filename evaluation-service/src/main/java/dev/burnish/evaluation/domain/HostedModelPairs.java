package dev.burnish.evaluation.domain;

import dev.burnish.contracts.FineTuningJob;
import java.io.IOException;
import java.nio.file.Path;

/** Base models and tuned ones that both are at a provider. */
public interface HostedModelPairs {

    /**
     * Reads the examples.
     *
     * @param hostedModel the provider's name of the tuned model
     * @param validationSet canonical examples or pairs, as the job's method has them, JSONL
     */
    ModelPair open(FineTuningJob job, String hostedModel, Path validationSet)
            throws EvaluationFailedException, IOException;
}
