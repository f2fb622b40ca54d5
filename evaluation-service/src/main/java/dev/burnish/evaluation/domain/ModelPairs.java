package dev.burnish.evaluation.domain;

import dev.burnish.contracts.FineTuningJob;
import java.io.IOException;
import java.nio.file.Path;

/** Base models with an adapter, on this machine's device, one pair at a time. */
public interface ModelPairs {

    /**
     * Loads both and reads the examples.
     *
     * @param adapter a directory in PEFT's layout
     * @param validationSet canonical examples or pairs, as the job's method has them, JSONL
     */
    ModelPair open(FineTuningJob job, Path adapter, Path validationSet) throws EvaluationFailedException, IOException;
}
