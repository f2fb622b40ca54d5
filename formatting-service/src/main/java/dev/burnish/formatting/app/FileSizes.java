package dev.burnish.formatting.app;

import dev.burnish.contracts.DatasetSummary;
import dev.burnish.formatting.domain.HoldOut;

/**
 * How much there is in a job's files.
 *
 * @param truncated training examples that are cut
 * @param tokens of one pass over the training examples
 * @param validationTokens of the validation examples
 * @param learned those of {@code tokens} that count for the loss
 */
record FileSizes(
        int training, int validation, int duplicates, int truncated, long tokens, long validationTokens, long learned) {

    /** @param allTokens of training and validation examples */
    static FileSizes of(DatasetSummary summary, long allTokens) {
        return new FileSizes(
                summary.trainingExamples(),
                summary.validationExamples(),
                summary.duplicatesRemoved(),
                summary.truncatedExamples(),
                summary.trainingTokens(),
                allTokens - summary.trainingTokens(),
                summary.learnedTokens());
    }

    /** Those of a training file that is so many times as large, from which as many examples are held out as from any of its size. */
    FileSizes ofLargerFile(double factor) {
        int all = scaled(training + validation, factor);
        int heldOut = HoldOut.places(all);
        return scaled(all - heldOut, heldOut, factor);
    }

    /** Those of two files that are so many times as large. */
    FileSizes ofLargerFiles(double trainingFactor, double validationFactor) {
        return scaled(scaled(training, trainingFactor), scaled(validation, validationFactor), trainingFactor);
    }

    private FileSizes scaled(int newTraining, int newValidation, double factor) {
        double ofTraining = (double) newTraining / training;
        return new FileSizes(
                newTraining,
                newValidation,
                scaled(duplicates, factor),
                scaled(truncated, ofTraining),
                Math.round(tokens * ofTraining),
                Math.round(validationTokens * ((double) newValidation / validation)),
                Math.round(learned * ofTraining));
    }

    /** The largest number there is for what is more. */
    private static int scaled(int count, double factor) {
        return (int) Math.min(Integer.MAX_VALUE, Math.round(count * factor));
    }
}
