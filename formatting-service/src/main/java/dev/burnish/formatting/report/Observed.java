package dev.burnish.formatting.report;

import dev.burnish.formatting.domain.FileRole;

/**
 * What is kept in memory of one example, of which there may be a million.
 *
 * @param fingerprint the first half of its fingerprint
 * @param prompt a number for what is asked, as {@link ExampleText#question}
 * @param answer a number for the answer, as {@link Words#hashOfText}
 * @param promptLength in characters, without system messages
 * @param answerLength in characters
 * @param longAnswer whether the answer is prose of some length, whose end can be judged
 * @param openEnd whether such an answer ends in the middle of a sentence
 * @param json what its answer is as JSON
 * @param keys a number for the keys of its answer, 0 if that is no object
 * @param issues bits of the issues that it has by itself
 * @param language what it is written in, or "" if that cannot be told
 */
record Observed(
        FileRole role,
        int line,
        long fingerprint,
        long prompt,
        long answer,
        int tokens,
        int learned,
        int promptLength,
        int answerLength,
        boolean longAnswer,
        boolean openEnd,
        AnswerJson.State json,
        long keys,
        int issues,
        String language) {}
