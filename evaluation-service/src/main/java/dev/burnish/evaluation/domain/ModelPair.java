package dev.burnish.evaluation.domain;

import dev.burnish.llm.text.ChatExample;
import java.util.List;

/** A base model, a tuned one, and the examples to compare them on. Closing it frees the adapter, not the base model. */
public interface ModelPair extends AutoCloseable {

    /** Which of the two. */
    enum Side {
        BASE,
        TUNED
    }

    /** Those in which something is learned; in a dpo job, with the preferred answers. */
    List<ChatExample> examples();

    /** Whether the losses of expected answers can be had. */
    default boolean tellsLoss() {
        return true;
    }

    /** Over the examples {@code from} (inclusive) to {@code to} (exclusive). */
    LossSums loss(Side side, int from, int to) throws EvaluationFailedException;

    /** How many of the examples are pairs of answers: all in a dpo job, else none. */
    int pairs();

    /** Over the pairs {@code from} (inclusive) to {@code to} (exclusive). */
    PreferenceSums preferences(Side side, int from, int to) throws EvaluationFailedException;

    /** How many tokens the text is for these models. */
    int tokens(String text);

    /** The expected answer as text, with calls of tools as the models write them. */
    String expected(Question question) throws EvaluationFailedException;

    /** The greedy answer to each question, cut after {@code maxTokens} tokens or at the end of the context; empty for one that leaves no room for an answer. */
    List<String> answers(Side side, List<Question> questions, int maxTokens) throws EvaluationFailedException;

    @Override
    void close();
}
