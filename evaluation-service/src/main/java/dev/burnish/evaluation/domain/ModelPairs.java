package dev.burnish.evaluation.domain;

import java.io.IOException;
import java.nio.file.Path;

/** Base models with an adapter, on this machine's device, one pair at a time. */
public interface ModelPairs {

    /**
     * Loads both and reads the examples.
     *
     * @param adapter a directory in PEFT's layout
     * @param validationSet canonical examples, JSONL
     */
    ModelPair open(String baseModel, Path adapter, Path validationSet) throws EvaluationFailedException, IOException;
}
