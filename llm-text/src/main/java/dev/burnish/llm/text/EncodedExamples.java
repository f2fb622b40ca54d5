package dev.burnish.llm.text;

import java.util.List;

/**
 * A data set as tokens.
 *
 * @param examples those that have something to learn, in order
 * @param truncatedLines lines whose example was longer than allowed and lost its end
 * @param linesWithNothingLearned lines that are left out, because nothing in them is learned (any more)
 */
public record EncodedExamples(
        List<EncodedExample> examples, List<Integer> truncatedLines, List<Integer> linesWithNothingLearned) {

    public EncodedExamples {
        examples = List.copyOf(examples);
        truncatedLines = List.copyOf(truncatedLines);
        linesWithNothingLearned = List.copyOf(linesWithNothingLearned);
    }

    /** Tokens of all examples. */
    public long tokens() {
        return examples.stream().mapToLong(example -> example.tokens().length).sum();
    }

    /** Tokens of all examples that training predicts. */
    public long learnedTokens() {
        return examples.stream().mapToLong(EncodedExample::learnedTokens).sum();
    }
}
