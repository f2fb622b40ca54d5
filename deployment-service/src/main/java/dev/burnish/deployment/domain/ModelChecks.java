package dev.burnish.deployment.domain;

import java.nio.file.Path;

/** Finds out whether a folder in Hugging Face layout holds a base model that this installation can serve and train. */
public interface ModelChecks {
    /**
     * Checks files, configuration, weights, tokenizer, chat format and a forward pass, in this order; takes as long as loading the model.
     *
     * @throws CatalogException the first problem, with the file, field or tensor at fault
     * @throws ServingException {@code ENGINE_FAILED} when the model could not be computed with for another reason than its files
     */
    CandidateModel check(Path folder) throws CatalogException, ServingException;

    /**
     * What the files say, without a check of the weights.
     *
     * @throws CatalogException when they cannot be read
     */
    ModelFacts facts(Path folder) throws CatalogException;
}
