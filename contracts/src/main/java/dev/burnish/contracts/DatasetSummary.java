package dev.burnish.contracts;

/**
 * What formatting found.
 *
 * @param duplicatesRemoved examples dropped because an equal one came before
 * @param truncatedExamples training examples cut at the model's context length
 * @param trainingTokens tokens of one pass over the training examples
 * @param learnedTokens those of them that count for the loss
 */
public record DatasetSummary(
        int trainingExamples,
        int validationExamples,
        int duplicatesRemoved,
        int truncatedExamples,
        long trainingTokens,
        long learnedTokens) {}
