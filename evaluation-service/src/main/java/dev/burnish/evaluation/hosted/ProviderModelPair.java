package dev.burnish.evaluation.hosted;

import dev.burnish.evaluation.domain.EvaluationFailedException;
import dev.burnish.evaluation.domain.LossSums;
import dev.burnish.evaluation.domain.ModelPair;
import dev.burnish.evaluation.domain.PreferenceSums;
import dev.burnish.evaluation.domain.Question;
import dev.burnish.llm.text.ChatExample;
import java.util.ArrayList;
import java.util.List;

/** Two models of one provider. It tells the probabilities of their own answers only, so that nothing is known of the expected ones: no loss, and no ranks of pairs. */
final class ProviderModelPair implements ModelPair {
    private final ProviderChat chat;
    private final String base;
    private final String tuned;
    private final List<ChatExample> examples;

    ProviderModelPair(ProviderChat chat, String base, String tuned, List<ChatExample> examples) {
        this.chat = chat;
        this.base = base;
        this.tuned = tuned;
        this.examples = examples;
    }

    @Override
    public List<ChatExample> examples() {
        return examples;
    }

    @Override
    public boolean tellsLoss() {
        return false;
    }

    @Override
    public LossSums loss(Side side, int from, int to) {
        throw new UnsupportedOperationException("a provider tells no loss");
    }

    @Override
    public int pairs() {
        return 0;
    }

    @Override
    public PreferenceSums preferences(Side side, int from, int to) {
        throw new UnsupportedOperationException("a provider ranks no pairs");
    }

    /** At most, whatever the tokenizer: a token is at least one byte. Half of them is more than text ever takes in practice. */
    @Override
    public int tokens(String text) {
        return Math.ceilDiv(text.length(), 2);
    }

    @Override
    public String expected(Question question) {
        return ProviderChat.written(question.expected());
    }

    @Override
    public List<String> answers(Side side, List<Question> questions, int maxTokens) throws EvaluationFailedException {
        List<String> answers = new ArrayList<>();
        for (Question question : questions) {
            answers.add(chat.answer(side == Side.BASE ? base : tuned, question, maxTokens));
        }
        return answers;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
